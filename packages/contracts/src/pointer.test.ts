import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from './json.ts';
import { Pointer, valueAt } from './pointer.ts';

/** The document that RFC 6901 explains itself with, and what each of its pointers finds. */
const rfc: Json = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'c%d': 2, 'm~n': 8, ' ': 7 };

test.each<[string, Json | undefined]>([
  ['', rfc],
  ['/foo', ['bar', 'baz']],
  ['/foo/0', 'bar'],
  ['/', 0],
  ['/a~1b', 1],
  ['/c%d', 2],
  ['/m~0n', 8],
  ['/ ', 7],
  ['/nothing', undefined],
  ['/foo/2', undefined],
  ['/foo/-', undefined],
  ['/foo/01', undefined],
  ['/foo/length', undefined],
  ['/foo/0/0', undefined],
  ['/constructor', undefined],
  ['/__proto__', undefined],
])('%j finds %j', (pointer, value) => {
  expect(Pointer.safeParse(pointer).success).toBe(true);
  expect(valueAt(rfc, pointer)).toEqual(value);
});

test.each(['foo', '#/foo', '/~', '/~2', '/a~', ' /a'])('%j is no pointer', (pointer) => {
  expect(Pointer.safeParse(pointer).success).toBe(false);
});

test('every place of any data is found by the pointer that names it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const data = value as Json;
      for (const [pointer, found] of placesOf(data)) {
        if (pointer.length <= 500) expect(Pointer.safeParse(pointer).success).toBe(true);
        expect(valueAt(data, pointer)).toBe(found);
      }
    }),
  );
});

test('any pointer finds something of the data, or nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.string(), (value, name) => {
      const data = value as Json;
      const all = [...placesOf(data)].map(([, found]) => found);
      const found = valueAt(data, `/${name}`);
      expect(found === undefined || all.includes(found)).toBe(true);
    }),
  );
});

function* placesOf(data: Json, pointer = ''): Generator<[pointer: string, value: Json]> {
  yield [pointer, data];
  if (typeof data !== 'object' || data === null) return;
  for (const [name, value] of Object.entries(data)) {
    yield* placesOf(value, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}
