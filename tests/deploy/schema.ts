import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';

const require = createRequire(import.meta.url);

export const root = fileURLToPath(new URL('../..', import.meta.url));

type Schema = Record<string, unknown>;

/** Why something does not fit a schema of the store, the schemas of which are of several drafts; nothing where it does. */
export function misfits(name: string, part = ''): (data: unknown) => string[] {
  const { $schema: _, ...schema } = schemaOf(name);
  // Drafts before 2019 mean the same by what is used here; their own rules for schemas are not of interest.
  const ajv = new Ajv({ strict: false, validateSchema: false, validateFormats: false, allErrors: true, logger: false });
  // Of draft 4, where a schema's own name is `id`.
  ajv.removeKeyword('id');
  ajv.addSchema({ ...schema, $id: 'it' });
  const validate = ajv.compile({ $ref: `it${part === '' ? '' : `#/definitions/${part}`}` });
  return (data) => (validate(data) ? [] : (validate.errors ?? []).map(sentence));
}

export const schemaOf = (name: string): Schema =>
  JSON.parse(readFileSync(require.resolve(`schemastore/schemas/json/${name}`), 'utf8')) as Schema;

const sentence = ({ instancePath, message = '', params }: { instancePath: string; message?: string; params: object }) =>
  `${instancePath || '/'} ${message} ${JSON.stringify(params)}`;
