import { expect, test } from 'vitest';
import { aStep, late, slow } from './figures.fixture.ts';
import { carriedBy, rangeOf, throughputRatio } from './ratios.ts';

const ladder = (system: string, round: number, rate: number) => ({ system, round, steps: [aStep({ rate })] });

test('the middle of several, and how far they lie apart', () => {
  expect(rangeOf([3, 1, 2])).toEqual({ median: 2, from: 1, to: 3 });
  expect(rangeOf([4, 1, 2, 3])).toEqual({ median: 2.5, from: 1, to: 4 });
  expect(rangeOf([7])).toEqual({ median: 7, from: 7, to: 7 });
  expect(rangeOf([])).toBeUndefined();
});

test('a ratio is that of a round; a machine that is slow in one is slow for both', () => {
  const ladders = [
    // There and back.
    ...[1000, 3000].map((rate) => ladder('state', 1, rate)),
    ...[800, 1000].map((rate) => ladder('starters', 1, rate)),
    ladder('state', 2, 400),
    ladder('starters', 2, 300),
    ladder('state', 3, 4000),
    ladder('starters', 3, 4000),
    // Nothing to compare with.
    ladder('starters', 4, 9000),
  ];
  expect(throughputRatio({ ladders }, 'starters', 'state')).toEqual({ median: 0.75, from: 0.45, to: 1 });
  expect(carriedBy({ ladders }, 'starters')).toEqual({ median: 1000, from: 300, to: 9000 });
  expect(carriedBy({ ladders }, 'naive')).toBeUndefined();
  const unseen = { system: 'naive', round: 1, steps: [late(200)] };
  expect(carriedBy({ ladders: [unseen] }, 'naive')).toBeUndefined();
});

test('who carries nothing where the other does has a ratio of 0', () => {
  const nothing = { system: 'starters', round: 1, steps: [slow(200)] };
  expect(throughputRatio({ ladders: [ladder('state', 1, 200), nothing] }, 'starters', 'state')?.median).toBe(0);
  expect(throughputRatio({ ladders: [ladder('state', 1, 200), nothing] }, 'state', 'starters')).toBeUndefined();
});
