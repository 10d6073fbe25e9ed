import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { delayBefore, retryAfterOf } from './back-off.ts';

const attempts = fc.nat(30);
const random = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

test('delays double up to ten seconds, and at least half of each is waited', () => {
  fc.assert(
    fc.property(attempts, random, (attempt, random) => {
      const most = Math.min(200 * 2 ** attempt, 10_000);
      const delay = delayBefore(attempt, null, random) ?? 0;
      expect(delay).toBeGreaterThanOrEqual(most / 2);
      expect(delay).toBeLessThanOrEqual(most);
    }),
  );
});

test('never sooner than the server asks, and never longer than a minute for it', () => {
  fc.assert(
    fc.property(attempts, fc.nat(120_000), random, (attempt, retryAfter, random) => {
      const delay = delayBefore(attempt, retryAfter, random);
      if (retryAfter > 60_000) expect(delay).toBeNull();
      else expect(delay).toBeGreaterThan(retryAfter);
    }),
  );
});

test.each([
  [null, null],
  ['3', 3000],
  [' 0 ', 0],
  ['Sat, 21 Nov 2026 12:00:05 GMT', 5000],
  ['Sat, 21 Nov 2026 11:59:00 GMT', 0],
  ['soon', null],
  ['', null],
])('Retry-After %j is %j', (header, ms) => {
  expect(retryAfterOf(header, Date.UTC(2026, 10, 21, 12))).toBe(ms);
});
