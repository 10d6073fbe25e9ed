import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { delayBefore } from './back-off.ts';

const random = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

test('delays double from half a second to half a minute, and at least half of each is waited', () => {
  fc.assert(
    fc.property(fc.nat(50), random, (attempt, random) => {
      const most = Math.min(500 * 2 ** attempt, 30_000);
      const delay = delayBefore(attempt, random);
      expect(delay).toBeGreaterThanOrEqual(most / 2);
      expect(delay).toBeLessThanOrEqual(most);
      expect(delayBefore(attempt, random, 60_000)).toBeCloseTo(60_000 + delay);
    }),
  );
});
