import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from './json.ts';
import { compileJsonSchema, type JsonSchema, jsonSchemaProblem } from './json-schema.ts';

const order: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['order'],
  properties: {
    order: {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string', pattern: '^O-[0-9]+$' }, 'a/b': { type: 'number' } },
    },
    mail: { type: 'string', format: 'email' },
    items: { type: 'array', prefixItems: [{ type: 'string' }], items: false },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
  },
  additionalProperties: false,
};

test('data that fits is told so, and formats refuse nothing', () => {
  const fits = compileJsonSchema(order);
  expect(fits({ order: { id: 'O-7' }, mail: 'nobody', items: ['x'], note: null })).toBeUndefined();
});

test.each<[Json, object]>([
  [{}, { pointer: '/order', missing: true }],
  [{ order: {} }, { pointer: '/order/id', missing: true }],
  [{ order: { id: 'x' } }, { pointer: '/order/id', missing: false, message: expect.stringContaining('pattern') }],
  [{ order: { id: 'O-1', 'a/b': 'x' } }, { pointer: '/order/a~1b', message: 'must be number' }],
  [
    { order: { id: 'O-1' }, 'x~y': 1 },
    { pointer: '/x~0y', missing: false },
  ],
  [{ order: { id: 'O-1' }, items: ['a', 'b'] }, { pointer: '/items' }],
  [
    { order: { id: 'O-1' }, note: 7 },
    { pointer: '/note', message: 'must match a schema in anyOf' },
  ],
])('%j is told where it does not fit', (data, misfit) => {
  expect(jsonSchemaProblem(order)).toBeUndefined();
  expect(compileJsonSchema(order)(data)).toMatchObject(misfit);
});

test('two patterns are two patterns', () => {
  const fits = compileJsonSchema({ properties: { a: { pattern: '^a$' }, b: { pattern: '^b$' } } });
  expect(fits({ a: 'a', b: 'b' })).toBeUndefined();
  expect(fits({ a: 'a', b: 'a' })).toMatchObject({ pointer: '/b' });
});

test.each<[string, JsonSchema, at: readonly [pointer: string, message: RegExp]]>([
  ['a type that there is not', { properties: { a: { type: 'text' } } }, ['/properties/a/type', /one of|allowed|anyOf/]],
  ['a limit that is no number', { maxLength: 'ten' }, ['/maxLength', /integer|number/]],
  ['a keyword that is misspelt', { requird: ['a'] }, ['', /unknown keyword: "requird"/]],
  ['a reference into nothing', { $ref: '#/$defs/none' }, ['', /resolve reference/]],
  ['a reference elsewhere', { $ref: 'https://schemas.example/order.json' }, ['', /resolve reference/]],
  ['an expression that takes for ever', { pattern: '(a)\\1' }, ['', /./]],
  ['another draft', { $schema: 'http://json-schema.org/draft-07/schema#' }, ['/$schema', /draft-07/]],
  ['one that asks elsewhere', { $async: true }, ['/$async', /./]],
  ['one without end', { $ref: '#' }, ['', /./]],
])('%s is refused with its place', (_, schema, [pointer, message]) => {
  expect(jsonSchemaProblem(schema)).toEqual({ pointer, message: expect.stringMatching(message) });
});

test('whatever is given as a schema is taken, or refused with a sentence', { tags: 'long' }, () => {
  const keyword = fc.constantFrom('type', 'required', 'properties', 'pattern', '$ref', 'items', 'enum', 'anyOf', 'x');
  const schemas = fc.dictionary(keyword, fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(schemas, fc.jsonValue(), (schema, data) => {
      const problem = jsonSchemaProblem(schema as JsonSchema);
      const told = problem ?? compileJsonSchema(schema as JsonSchema)(data as Json);
      expect(told?.message).not.toBe('');
    }),
    { numRuns: 60 },
  );
});

test('a text that would hold up other engines for ever is decided at once', () => {
  const fits = compileJsonSchema({ properties: { a: { pattern: '^(a+)+$' } } });
  expect(fits({ a: `${'a'.repeat(50_000)}b` })).toMatchObject({ pointer: '/a' });
});
