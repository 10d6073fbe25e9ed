import { limits } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { leftOf, most } from './length.ts';

test('it is what chat takes', () => {
  expect(most).toBe(limits.messageChars);
});

test('how many characters are left is told near the end, and how many are too many after it', () => {
  expect([10, most - 201, most - 200, most, most + 3].map((length) => leftOf('a'.repeat(length)))).toEqual([
    null,
    null,
    200,
    0,
    -3,
  ]);
});

test('blanks around do not count: they are not sent', () => {
  expect(leftOf(`  ${'a'.repeat(most)}\n`)).toBe(0);
});
