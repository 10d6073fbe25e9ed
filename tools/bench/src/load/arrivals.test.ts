import { expect, test } from 'vitest';
import { schedule } from './arrivals.ts';

test('constant arrivals lie equally far apart', () => {
  const due = schedule({ arrivals: 'constant', rate: 200, seconds: 2 });
  expect(due).toHaveLength(400);
  expect([due[0], due[1], due[399]]).toEqual([0, 5, 1995]);
});

test('Poisson arrivals are as many, in order, and as irregular as such arrivals are', () => {
  const due = [...schedule({ arrivals: 'poisson', rate: 1000, seconds: 50 })];
  expect(due.length / 50_000).toBeCloseTo(1, 1);
  expect(due).toEqual(due.toSorted((a, b) => a - b));
  const gaps = due.slice(1).map((at, i) => at - (due[i] as number));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
  // Of exponential gaps the deviation is the mean, and a share of 1/e is longer than it.
  expect(deviation / mean).toBeCloseTo(1, 1);
  expect(gaps.filter((gap) => gap > mean).length / gaps.length).toBeCloseTo(1 / Math.E, 1);
});

test('the same traffic has the same schedule', () => {
  const traffic = { arrivals: 'poisson', rate: 300, seconds: 2 } as const;
  expect(schedule(traffic)).toEqual(schedule(traffic));
  expect(schedule(traffic)).not.toEqual(schedule({ ...traffic, rate: 301 }));
});
