// For services only: code is made of schemas, which a page's content security policy refuses.
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { RE2JS } from 're2js';
import type { Json } from './json.ts';

/** Why data does not fit a schema. */
export interface Misfit {
  /** Where, as a JSON pointer into the data. */
  readonly pointer: string;
  readonly message: string;
  /** What should be there is not. */
  readonly missing: boolean;
}

/** A JSON schema as an author writes it. */
export type JsonSchema = Readonly<Record<string, Json>>;

/** Tells the first thing that does not fit a schema of 2020-12; throws where the schema is no good (`jsonSchemaProblem`). */
export function compileJsonSchema(schema: JsonSchema): (data: Json) => Misfit | undefined {
  const validate = make(false).compile(schema);
  return (data) => (validate(data) ? undefined : misfitOf(validate.errors ?? []));
}

/** Why a schema is no good, with a JSON pointer into it. */
export function jsonSchemaProblem(schema: JsonSchema): Pick<Misfit, 'pointer' | 'message'> | undefined {
  const ajv = make(true);
  try {
    const error = ajv.validateSchema(schema) === true ? undefined : ajv.errors?.at(0);
    if (error) return { pointer: error.instancePath, message: error.message ?? 'is not what a schema has there' };
    if (ajv.compile(schema).schemaEnv.$async) return { pointer: '/$async', message: 'a schema can not ask elsewhere' };
    compileJsonSchema(schema)({});
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const { $schema } = schema;
    return { pointer: typeof $schema === 'string' && message.includes($schema) ? '/$schema' : '', message };
  }
}

function make(validateSchema: boolean): Ajv2020 {
  return new Ajv2020({
    validateSchema,
    // As 2020-12 has it: a format tells people something, and refuses nothing.
    validateFormats: false,
    strictTypes: false,
    strictTuples: false,
    logger: false,
    code: { regExp: linear },
  });
}

// Patterns come from authors and texts from strangers: in time proportional to the text, or not at all.
const linear = Object.assign(
  (source: string) => {
    const compiled = RE2JS.compile(source);
    // Trap: Ajv keeps expressions by their text, and would take one for the other.
    return { test: (text: string) => compiled.matcher(text).find(), toString: () => source };
  },
  { code: 'new RegExp' },
);

function misfitOf(errors: readonly ErrorObject[]): Misfit {
  // Of alternatives that all fail, none is the one that was meant.
  const error = errors.find(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf') ?? errors[0];
  if (!error) return { pointer: '', message: 'does not fit', missing: false };
  const { instancePath, message = 'does not fit', params } = error;
  const { missingProperty, additionalProperty, unevaluatedProperty, propertyName } = params as Record<string, unknown>;
  const name = missingProperty ?? additionalProperty ?? unevaluatedProperty ?? propertyName;
  const pointer = typeof name === 'string' ? `${instancePath}/${escaped(name)}` : instancePath;
  return { pointer, message, missing: missingProperty !== undefined };
}

const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
