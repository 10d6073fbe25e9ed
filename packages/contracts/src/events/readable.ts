import type { Schema } from './json-schemas.ts';

/**
 * Why not all that one side says can be read by the other, each reason with its place; nothing where all of it can.
 * Careful rather than clever: what it can't tell to be readable, is not.
 */
export function unreadable(said: Schema, read: Schema): string[] {
  return new Comparison(said, read).of({ said, read, at: '' });
}

interface Pair {
  readonly said: Schema;
  readonly read: Schema;
  /** A JSON pointer into the data; `*` is any name or place. */
  readonly at: string;
}

type Check = (pair: Pair, comparison: Comparison) => string[];

class Comparison {
  readonly #said: Schema;
  readonly #read: Schema;
  /** Of what contains itself, and of what is met again: by the two schemas. */
  readonly #known = new Map<Schema, Map<Schema, string[]>>();

  constructor(said: Schema, read: Schema) {
    this.#said = said;
    this.#read = read;
  }

  of({ said, read, at }: Pair): string[] {
    const pair = { said: resolved(said, this.#said), read: resolved(read, this.#read), at };
    const known = this.#known.get(pair.said) ?? new Map<Schema, string[]>();
    this.#known.set(pair.said, known);
    const before = known.get(pair.read);
    if (before) return before;
    // Whoever comes to the same two again, within them, finds nothing new.
    known.set(pair.read, []);
    const problems = compare(pair, this);
    known.set(pair.read, problems);
    return problems;
  }
}

function resolved(schema: Schema, root: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  if (schema.$ref === '#') return root;
  const found = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
  if (!found) throw new Error(`there is no ${schema.$ref}`);
  return resolved(found, root);
}

const alternativesOf = ({ anyOf, oneOf }: Schema) => anyOf ?? oneOf;

function compare(pair: Pair, comparison: Comparison): string[] {
  const { said, read, at } = pair;
  if (isAnything(read)) return [];
  const each = alternativesOf(said);
  if (each) return [...new Set(each.flatMap((one) => comparison.of({ ...pair, said: one })))];
  if (read.allOf) return read.allOf.flatMap((one) => comparison.of({ ...pair, read: one }));
  const any = alternativesOf(read);
  if (any) return best(any, pair, comparison);
  if (isAnything(said)) return [`${place(at)} may be anything, and is read as ${kind(read)}`];
  // Of another kind, there is nothing more to compare.
  const wrong = types(pair, comparison);
  return wrong.length > 0 ? wrong : checks.flatMap((check) => check(pair, comparison));
}

/** Of what may be read, that which fits; if none does, that which is meant: it has the same name, or the least problems. */
function best(any: readonly Schema[], pair: Pair, comparison: Comparison): string[] {
  const tried = any.map((read) => ({ read, problems: comparison.of({ ...pair, read }) }));
  if (tried.some(({ problems }) => problems.length === 0)) return [];
  const name = nameOf(pair.said);
  const meant = name === undefined ? tried : tried.filter(({ read }) => nameOf(read) === name);
  if (meant.length === 0) return [`${place(pair.at)} may be ${name}, which nobody reads`];
  return meant.toSorted((a, b) => a.problems.length - b.problems.length)[0]?.problems ?? [];
}

/** The constants of an object tell its alternatives apart. */
function nameOf({ properties = {}, const: constant }: Schema): string | undefined {
  if (constant !== undefined) return JSON.stringify(constant);
  const constants = Object.entries(properties).filter(([, { const: value }]) => value !== undefined);
  return constants.length === 0
    ? undefined
    : constants.map(([key, value]) => `${key} ${JSON.stringify(value.const)}`).join(', ');
}

/** Values say themselves what they are. */
function typesOf({ type, ...rest }: Schema): readonly string[] {
  return type === undefined ? [...new Set((constantsOf(rest) ?? []).map(typeOf))] : [type].flat();
}

const constantsOf = ({ enum: values, const: constant }: Schema) => (constant === undefined ? values : [constant]);

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

const types: Check = ({ said, read, at }) => {
  const takes = typesOf(read);
  if (takes.length === 0) return [];
  const says = typesOf(said);
  if (says.length === 0) return [`${place(at)} may be of any type, and is read as ${takes.join(' or ')}`];
  const takesIt = (type: string) => takes.includes(type) || (type === 'integer' && takes.includes('number'));
  const left = says.filter((type) => !takesIt(type));
  return left.length > 0 ? [`${place(at)} may be ${left.join(' or ')}, and is read as ${takes.join(' or ')}`] : [];
};

const values: Check = ({ said, read, at }) => {
  const takes = valuesOf(read);
  if (!takes) return [];
  const says = valuesOf(said);
  if (!says) return [`${place(at)} may be any ${kind(said)}, and only ${takes.join(', ')} can be read`];
  const left = says.filter((value) => !takes.includes(value));
  return left.length > 0 ? [`${place(at)} may be ${left.join(', ')}, which nobody reads`] : [];
};

const valuesOf = (schema: Schema) => constantsOf(schema)?.map((value) => JSON.stringify(value));

const required: Check = ({ said, read, at }) => {
  const missing = (read.required ?? []).filter((name) => !said.required?.includes(name));
  return missing.map((name) => `${place(`${at}/${name}`)} may be missing, and is needed`);
};

const properties: Check = ({ said, read, at }, comparison) => {
  const [says, takes] = [said.properties ?? {}, read.properties ?? {}];
  return Object.entries(says).flatMap(([name, property]) => {
    const one = takes[name] ?? othersOf(read);
    if (one === false) return [`${place(`${at}/${name}`)} is not known to a reader that knows all names`];
    return one === true ? [] : comparison.of({ said: property, read: one, at: `${at}/${name}` });
  });
};

/** What has no name of its own. Of an object that says nothing of it, a reader drops it. */
const othersOf = ({ additionalProperties = true }: Schema) => additionalProperties;

const others: Check = ({ said, read, at }, comparison) => {
  const [says, takes] = [said.additionalProperties, othersOf(read)];
  if (takes === true || says === false || says === undefined) return [];
  if (takes === false) return [`${place(`${at}/*`)} may be there, and a reader knows all names`];
  return comparison.of({ said: says === true ? {} : says, read: takes, at: `${at}/*` });
};

const items: Check = ({ said, read, at }, comparison) => {
  const { items: says = {}, prefixItems: saysFirst } = said;
  const { items: takes = {}, prefixItems: takesFirst } = read;
  if (JSON.stringify(saysFirst) !== JSON.stringify(takesFirst)) return [`${place(at)} has other things in its places`];
  if (typeof says === 'boolean' || typeof takes === 'boolean')
    return says === takes ? [] : [`${place(at)} has other lengths`];
  return comparison.of({ said: says, read: takes, at: `${at}/*` });
};

type Fits = (says: number, takes: number) => boolean;
const atLeast: Fits = (says, takes) => says >= takes;
const atMost: Fits = (says, takes) => says <= takes;

/** A bound of a reader, and what a speaker may be bound by for it. */
const bound: Readonly<Record<string, Readonly<Record<string, Fits>>>> = {
  minimum: { minimum: atLeast, exclusiveMinimum: atLeast },
  exclusiveMinimum: { exclusiveMinimum: atLeast, minimum: (says, takes) => says > takes },
  maximum: { maximum: atMost, exclusiveMaximum: atMost },
  exclusiveMaximum: { exclusiveMaximum: atMost, maximum: (says, takes) => says < takes },
  minLength: { minLength: atLeast },
  maxLength: { maxLength: atMost },
  minItems: { minItems: atLeast },
  maxItems: { maxItems: atMost },
  minProperties: { minProperties: atLeast },
  maxProperties: { maxProperties: atMost },
};

const bounds: Check = ({ said, read, at }) =>
  Object.entries(bound).flatMap(([keyword, by]) => {
    const takes = read[keyword] as number | undefined;
    if (takes === undefined) return [];
    const fits = Object.entries(by).some(
      ([other, holds]) => said[other] !== undefined && holds(said[other] as number, takes),
    );
    return fits
      ? []
      : [`${place(at)} has ${keyword} ${JSON.stringify(said[keyword]) ?? 'none'}, and is read with ${takes}`];
  });

const told = ['title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly', '$defs', '$ref'];
const seenTo = ['type', 'enum', 'const', 'properties', 'required', 'additionalProperties', 'items', 'prefixItems'];
const compared = new Set([...told, ...seenTo, ...Object.keys(bound)]);

/** What can only be the same: a pattern, a format, and what is not known here. */
const same: Check = ({ said, read, at }) =>
  Object.keys(read)
    .filter((keyword) => !compared.has(keyword) && JSON.stringify(said[keyword]) !== JSON.stringify(read[keyword]))
    .map((keyword) => `${place(at)} is read with another ${keyword}`);

const checks: readonly Check[] = [values, required, properties, others, items, bounds, same];

const isAnything = (schema: Schema) => Object.keys(schema).every((keyword) => told.includes(keyword));
const kind = (schema: Schema) => typesOf(schema).join(' or ') || 'something else';
const place = (at: string) => at || 'it';
