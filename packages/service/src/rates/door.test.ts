import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { take } from './bucket.ts';
import { rateHeaders, tooMany } from './door.ts';

const moments = fc.double({ min: 0, max: 1e9, noNaN: true });

test('a second is told as a second, whatever the clock adds to it', () => {
  fc.assert(
    fc.property(moments, fc.integer({ min: 1, max: 60 }), (now, seconds) => {
      const rate = { perSecond: 1 / seconds, burst: 1 };
      const { fullAt, standing } = take(0, now, { rate });
      expect(rateHeaders(standing)['ratelimit-reset']).toBe(String(seconds));
      expect(tooMany(take(fullAt, now, { rate }).standing).retryAfter).toBe(seconds);
    }),
  );
});
