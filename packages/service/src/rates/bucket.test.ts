import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { empty, type Rate, take } from './bucket.ts';

const rates = fc.record({
  perSecond: fc.double({ min: 0.1, max: 5000, noNaN: true }),
  burst: fc.integer({ min: 1, max: 500 }),
});
const gaps = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3000, noNaN: true })), {
  minLength: 1,
  maxLength: 200,
});

/** Whoever asks after each of these pauses. */
function ask(rate: Rate, pauses: readonly number[]) {
  let [fullAt, now] = [0, 1000];
  return pauses.map((pause) => {
    now += pause;
    const taken = take(fullAt, now, { rate });
    ({ fullAt } = taken);
    return { now, isIn: taken.standing.waitMs === 0, ...taken.standing };
  });
}

test('in no stretch of time more are let in than the rate and the burst together allow', () => {
  fc.assert(
    fc.property(rates, gaps, (rate, pauses) => {
      const times = ask(rate, pauses).flatMap(({ isIn, now }) => (isIn ? [now] : []));
      times.forEach((from, first) => {
        times.slice(first).forEach((to, more) => {
          expect(more + 1).toBeLessThanOrEqual(rate.burst + ((to - from) / 1000) * rate.perSecond + 0.01 * (more + 1));
        });
      });
    }),
  );
});

test('who stays below the rate is never refused, and who waits as told is let in', () => {
  fc.assert(
    fc.property(rates, gaps, (rate, pauses) => {
      const slow = pauses.map((pause) => pause + 1000 / rate.perSecond);
      expect(ask(rate, slow).every(({ isIn }) => isIn)).toBe(true);

      let [fullAt, now] = [0, 1000];
      for (const pause of pauses) {
        now += pause;
        let taken = take(fullAt, now, { rate });
        if (taken.standing.waitMs > 0) {
          now += taken.standing.waitMs;
          taken = take(taken.fullAt, now, { rate });
        }
        expect(taken.standing.waitMs).toBe(0);
        ({ fullAt } = taken);
      }
    }),
  );
});

test('what is said to be left is what is left', () => {
  fc.assert(
    fc.property(rates, gaps, (rate, pauses) => {
      let [fullAt, now] = [0, 1000];
      for (const pause of pauses) {
        now += pause;
        const taken = take(fullAt, now, { rate });
        ({ fullAt } = taken);
      }
      const { remaining } = take(fullAt, now, { rate, cost: 0 }).standing;
      expect(remaining).toBeLessThanOrEqual(rate.burst);
      if (remaining > 0) expect(take(fullAt, now, { rate, cost: remaining }).standing.waitMs).toBe(0);
      expect(take(fullAt, now, { rate, cost: remaining + 1 }).standing.waitMs).toBeGreaterThan(0);
    }),
  );
});

test('what is refused takes nothing; a bucket is never emptier than empty', () => {
  const rate = { perSecond: 10, burst: 5 };
  const full = Array.from({ length: 5 }, () => 0);
  const refused = ask(rate, [...full, 0, 0, 0, 100]);
  expect(refused.map(({ isIn }) => isIn)).toEqual([true, true, true, true, true, false, false, false, true]);
  expect(refused[5]).toMatchObject({ limit: 5, remaining: 0, resetMs: 500, waitMs: 100 });
  expect(empty(0, 1000, { rate, cost: 3 })).toBe(1300);
  expect(empty(0, 1000, { rate, cost: 300 })).toBe(1500);
});
