import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Times } from './histogram.ts';

const timesOf = (all: readonly number[]) => {
  const times = new Times();
  for (const ms of all) times.add(ms);
  return times;
};
const some = fc.array(fc.double({ min: 0.001, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 400 });

test('a percentile is that of the sorted times, to a thousandth and a microsecond', () => {
  fc.assert(
    fc.property(some, fc.constantFrom(50, 90, 99, 99.9), (all, percentile) => {
      const sorted = all.toSorted((a, b) => a - b);
      const wanted = sorted[Math.max(0, Math.ceil((percentile / 100) * all.length) - 1)] as number;
      expect(Math.abs(timesOf(all).at(percentile) - wanted)).toBeLessThanOrEqual(wanted / 500 + 0.001);
    }),
  );
});

test('what is written to a file comes back, and can be put together', () => {
  const [one, other] = [timesOf([1, 2, 3]), timesOf([10, 20, 30, 40])];
  const back = Times.decode(one.encode());
  expect(back.spread()).toEqual(one.spread());
  back.join(other);
  expect(back.count).toBe(7);
  expect(back.at(50)).toBeCloseTo(10, 1);
});

test('nothing is no time at all, and what is longer than ten minutes is ten minutes', () => {
  expect(timesOf([]).spread()).toEqual({ p50: 0, p99: 0, p999: 0, max: 0 });
  expect(timesOf([3_600_000]).at(50) / 600_000).toBeCloseTo(1, 2);
});
