import { expect, test } from 'vitest';
import { renewAt } from './token.ts';

const HOUR = 3_600_000;

test.each([
  ['in the middle of its life', 8 * HOUR, 4 * HOUR],
  ['not at once, where the browser’s clock is ahead', -30 * HOUR, HOUR / 6],
  ['before a day is over, where it is behind', 54 * HOUR, 12 * HOUR],
])('a token is renewed %s', (_, left, after) => {
  expect(renewAt({ renewedAt: 1000, expiresAt: 1000 + left })).toBe(1000 + after);
});
