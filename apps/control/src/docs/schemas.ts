import * as contracts from '@backchannel/contracts';
import * as admin from '@backchannel/contracts/admin';
import { z } from 'zod';

/** A JSON schema (2020-12), as OpenAPI 3.1 has them. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Schemas;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly [keyword: string]: unknown;
}
type Side = 'input' | 'output';
interface Fields {
  readonly properties: Schemas;
  readonly required: readonly string[];
}
export type Schemas = Readonly<Record<string, Schema>>;

const PLACE = '#/components/schemas/';

// What is exported under a name is documented under it; words and numbers say more in place.
const words = ['string', 'number', 'boolean'];
const named = Object.entries<unknown>({ ...contracts, ...admin }).flatMap(([name, schema]) =>
  schema instanceof z.ZodType && !words.includes(schema.def.type) ? [[name, schema] as const] : [],
);

/**
 * The schemas of an API: each part of it in place, what has a name once for all. Where what is sent differs from what is
 * answered (a field with a default), the name of the former ends in `Input`.
 */
export class SchemaBook {
  readonly #ids = new Map<z.ZodType, string>();
  readonly #sides: Readonly<Record<Side, Schemas>>;
  readonly #twoFaced: ReadonlySet<string>;
  readonly #used = new Map<string, Schema>();

  constructor(parts: readonly z.ZodType[]) {
    for (const [name, schema] of named) if (!this.#ids.has(schema)) this.#ids.set(schema, name);
    const names = [...this.#ids.values()];
    for (const part of parts) if (!this.#ids.has(part)) this.#ids.set(part, `_${this.#ids.size}`);
    const registry = z.registry<{ id: string }>();
    for (const [schema, id] of this.#ids) registry.add(schema, { id });
    this.#sides = { input: written(registry, 'input'), output: written(registry, 'output') };
    this.#twoFaced = twoFaced(names, this.#sides);
  }

  /** The schema of a part; what it refers to is among the components from now on. */
  schemaOf(part: z.ZodType, side: Side): Schema {
    return this.#referred(this.#idOf(part), side);
  }

  /** What an object is made of, even if it has a name. */
  fieldsOf(part: z.ZodType, side: Side): Fields {
    const { properties = {}, required = [] } = this.#resolved(
      this.#at(this.#idOf(part), side),
      side,
    ) as Partial<Fields>;
    return { properties, required };
  }

  get components(): Schemas {
    return Object.fromEntries([...this.#used].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  #resolved(value: unknown, side: Side): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#resolved(item, side));
    if (typeof value !== 'object' || value === null) return value;
    const { $ref, ...beside } = value as Record<string, unknown>;
    const others = Object.fromEntries(Object.entries(beside).map(([key, inner]) => [key, this.#resolved(inner, side)]));
    if (typeof $ref !== 'string') return others;
    return { ...this.#referred($ref.slice(PLACE.length), side), ...others };
  }

  #referred(id: string, side: Side): Schema {
    const schema = this.#at(id, side);
    if (id.startsWith('_')) return this.#resolved(schema, side) as Schema;
    const name = side === 'input' && this.#twoFaced.has(id) ? `${id}Input` : id;
    if (!this.#used.has(name)) {
      this.#used.set(name, {});
      this.#used.set(name, this.#resolved(schema, side) as Schema);
    }
    return { $ref: PLACE + name };
  }

  #idOf(part: z.ZodType): string {
    const id = this.#ids.get(part);
    if (id === undefined) throw new Error('the book does not know this part');
    return id;
  }

  #at(id: string, side: Side): Schema {
    const schema = this.#sides[side][id];
    // Trap: zod puts a schema that contains itself, and is not exported, somewhere else.
    if (!schema) throw new Error(`there is no schema ${id}: what contains itself must be exported from contracts`);
    return schema;
  }
}

function written(registry: z.core.$ZodRegistry<{ id: string }>, io: Side): Schemas {
  const { schemas } = z.toJSONSchema(registry, { io, unrepresentable: 'any', uri: (id) => PLACE + id, override });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema as Schema)]));
}

/** Where it is and which dialect it has, the document says for all of them. */
function bare(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== '$id' && keyword !== '$schema'));
}

function override({ zodSchema, jsonSchema }: Parameters<NonNullable<z.core.ToJSONSchemaParams['override']>>[0]): void {
  // What a later release adds must not break a client that checks what it is answered.
  const strict = zodSchema instanceof z.ZodObject && zodSchema.def.catchall instanceof z.ZodNever;
  if (jsonSchema.additionalProperties === false && !strict) delete jsonSchema.additionalProperties;
  // The pattern of a moment or an id is longer than all that is said about it, and says the same as its format.
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

/** The names whose two sides differ, by themselves or by what they refer to. */
function twoFaced(names: readonly string[], { input, output }: Record<Side, Schemas>): ReadonlySet<string> {
  const text = new Map(names.map((name) => [name, JSON.stringify(input[name])]));
  const found = new Set(names.filter((name) => text.get(name) !== JSON.stringify(output[name])));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const name of names) {
      if ([...found].some((other) => text.get(name)?.includes(`"${PLACE}${other}"`))) found.add(name);
    }
  }
  return found;
}
