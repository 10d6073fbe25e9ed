import { limits } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { idempotencyKey, waitOf } from './headers.ts';

test.each([
  ['wait=5', 5000],
  ['respond-async, wait=2', 2000],
  ['wait = "3"; foo', 3000],
  ['Wait=1', 1000],
  ['wait=99999', limits.waitMs],
  ['respond-async', 0],
  ['wait=-1', 0],
  ['wait=soon', 0],
  ['await=5', 0],
  [undefined, 0],
])('Prefer: %s waits %d ms', (prefer, ms) => {
  expect(waitOf({ prefer })).toBe(ms);
});

test('a key is taken as it is', () => {
  expect(idempotencyKey({ 'idempotency-key': 'order 4711/a' })).toBe('order 4711/a');
  expect(idempotencyKey({})).toBeUndefined();
});

test.each([[''], [' '], ['a\nb'], ['schlüssel'], ['x'.repeat(256)], [['two', 'keys']]])(
  'the key %j is refused',
  (key) => {
    expect(() => idempotencyKey({ 'idempotency-key': key })).toThrow(/Idempotency-Key/);
  },
);
