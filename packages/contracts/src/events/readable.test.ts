import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Schema, sidesOf } from './json-schemas.ts';
import { unreadable } from './readable.ts';

const base = { id: z.string(), n: z.int() };
const loose = z.looseObject(base);

/** What the old schema's readers make of what the new one's speakers say. */
const forward = (old: z.ZodType, now: z.ZodType) =>
  unreadable(sidesOf({ schema: now }).said, sidesOf({ schema: old }).read);
/** What the new schema's readers make of what the old one's speakers have said. */
const back = (old: z.ZodType, now: z.ZodType) => forward(now, old);

const Tree = z.looseObject({
  name: z.string(),
  get children() {
    return z.array(Tree).optional();
  },
});
const StrictTree = z.strictObject({
  name: z.string(),
  more: z.string().optional(),
  get children() {
    return z.array(StrictTree).optional();
  },
});
const NarrowTree = z.strictObject({
  name: z.string(),
  get children() {
    return z.array(NarrowTree).optional();
  },
});
const cat = z.looseObject({ kind: z.literal('cat'), lives: z.int() });
const dog = z.looseObject({ kind: z.literal('dog') });

const cases: { what: string; old: z.ZodType; now: z.ZodType; forward?: string; back?: string }[] = [
  { what: 'nothing changes', old: loose, now: loose },
  { what: 'an optional field comes', old: loose, now: loose.extend({ more: z.string().optional() }) },
  {
    what: 'a field with a default comes: it is always said, and need not be there',
    old: loose,
    now: loose.extend({ more: z.string().default('') }),
  },
  {
    what: 'a needed field comes',
    old: loose,
    now: loose.extend({ more: z.string() }),
    back: '/more may be missing, and is needed',
  },
  {
    what: 'a needed field goes',
    old: loose,
    now: z.looseObject({ id: z.string() }),
    forward: '/n may be missing, and is needed',
  },
  {
    what: 'a needed field becomes optional',
    old: loose,
    now: loose.extend({ n: z.int().optional() }),
    forward: '/n may be missing, and is needed',
  },
  {
    what: 'a field has another type',
    old: loose,
    now: loose.extend({ n: z.string() }),
    forward: '/n may be string, and is read as integer',
    back: '/n may be integer, and is read as string',
  },
  {
    what: 'a whole number becomes any number',
    old: loose,
    now: loose.extend({ n: z.number() }),
    forward: '/n may be number, and is read as integer',
  },
  {
    what: 'a field may be null',
    old: loose,
    now: loose.extend({ n: z.int().nullable() }),
    forward: '/n may be null, and is read as integer',
  },
  {
    what: 'a word is added to a list of words',
    old: loose.extend({ w: z.enum(['a', 'b']) }),
    now: loose.extend({ w: z.enum(['a', 'b', 'c']) }),
    forward: '/w may be "c", which nobody reads',
  },
  {
    what: 'a word is taken from a list of words',
    old: loose.extend({ w: z.enum(['a', 'b']) }),
    now: loose.extend({ w: z.enum(['a']) }),
    back: '/w may be "b", which nobody reads',
  },
  {
    what: 'any text becomes one of some words',
    old: loose,
    now: loose.extend({ id: z.enum(['a']) }),
    back: '/id may be any string, and only "a" can be read',
  },
  {
    what: 'a limit is narrowed',
    old: loose.extend({ t: z.string().max(10) }),
    now: loose.extend({ t: z.string().max(5) }),
    back: '/t has maxLength 10, and is read with 5',
  },
  {
    what: 'a limit is widened',
    old: loose.extend({ t: z.array(z.string()).max(5) }),
    now: loose.extend({ t: z.array(z.string()).max(10) }),
    forward: '/t has maxItems 10, and is read with 5',
  },
  {
    what: 'a limit comes where there was none',
    old: loose,
    now: loose.extend({ n: z.int().positive() }),
    back: '/n has exclusiveMinimum none, and is read with 0',
  },
  {
    what: 'a pattern comes',
    old: loose,
    now: loose.extend({ id: z.string().regex(/^a/) }),
    back: '/id is read with another pattern',
  },
  {
    what: 'anything becomes a text',
    old: loose.extend({ v: z.unknown().optional() }),
    now: loose.extend({ v: z.string().optional() }),
    back: '/v may be anything, and is read as string',
  },
  {
    what: 'a field comes to a strict object',
    old: z.strictObject(base),
    now: z.strictObject({ ...base, more: z.string().optional() }),
    forward: '/more is not known to a reader that knows all names',
  },
  {
    what: 'values by name are of another type',
    old: z.looseObject({ by: z.record(z.string(), z.string()) }),
    now: z.looseObject({ by: z.record(z.string(), z.int()) }),
    forward: '/by/* may be integer, and is read as string',
    back: '/by/* may be string, and is read as integer',
  },
  {
    what: 'an alternative comes',
    old: z.discriminatedUnion('kind', [cat]),
    now: z.discriminatedUnion('kind', [cat, dog]),
    forward: 'it may be kind "dog", which nobody reads',
  },
  {
    what: 'an alternative needs more',
    old: z.discriminatedUnion('kind', [cat, dog]),
    now: z.discriminatedUnion('kind', [cat, dog.extend({ name: z.string() })]),
    back: '/name may be missing, and is needed',
  },
  {
    what: 'alternatives stand in another order',
    old: z.discriminatedUnion('kind', [cat, dog]),
    now: z.discriminatedUnion('kind', [dog, cat]),
  },
  { what: 'what contains itself stays', old: Tree, now: Tree },
  {
    what: 'what contains itself knows a name more',
    old: NarrowTree,
    now: StrictTree,
    forward: '/more is not known to a reader that knows all names',
  },
];

describe('what changes when', () => {
  test.each(cases)('$what', ({ old, now, forward: toOld, back: toNew }) => {
    expect(forward(old, now)).toEqual(toOld === undefined ? [] : expect.arrayContaining([toOld]));
    expect(back(old, now)).toEqual(toNew === undefined ? [] : expect.arrayContaining([toNew]));
  });
});

// Small schemas of everything that is compared, and small data for them.
const { schema: anySchema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Schema>({ type: 'string' }, { type: 'integer' }, { type: 'number' }, { type: 'null' }, {}),
    fc.record({ type: fc.constant('integer'), minimum: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ type: fc.constant('string'), maxLength: fc.integer({ min: 0, max: 2 }) }),
    fc.subarray(['a', 'ab', 1, 2], { minLength: 1 }).map((values) => ({ enum: values })),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ type: fc.constant('array'), items: tie('schema') }),
    fc
      .record({
        properties: fc.dictionary(fc.constantFrom('a', 'b'), tie('schema')),
        required: fc.subarray(['a', 'b']),
        additionalProperties: fc.oneof(fc.constant(false), tie('schema')),
      })
      .map((rest) => ({ type: 'object', ...rest })),
  ),
}));
const { data: anyData } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('a', 'ab', 'abc', 0, 1, 2, 1.5, null),
    fc.array(tie('data'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('data'), { maxKeys: 3 }),
  ),
}));

// Two schemas that have nothing to do with each other seldom fit: often enough one is the other, and more.
const anyTwo = fc.oneof(
  fc.tuple(anySchema, anySchema),
  fc.tuple(anySchema, anySchema).map(([one, other]) => [one, { anyOf: [other, one] }] as const),
);

const ajv = new Ajv2020({ strict: false });

test('where there is nothing to say, whatever is said can be read', { tags: 'long' }, () => {
  let compared = 0;
  fc.assert(
    fc.property(anyTwo, fc.array(anyData, { minLength: 20, maxLength: 40 }), ([said, read], data) => {
      if (unreadable(said, read).length > 0) return;
      const [says, reads] = [ajv.compile(said), ajv.compile(read)];
      for (const one of data.filter((each) => says(each))) {
        compared += 1;
        expect([one, reads(one)]).toEqual([one, true]);
      }
    }),
    { numRuns: 700 },
  );
  expect(compared).toBeGreaterThan(500);
});

test('whatever is said can be read by who reads the same', () => {
  fc.assert(
    fc.property(anySchema, (schema) => {
      expect(unreadable(schema, schema)).toEqual([]);
    }),
  );
});
