import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { climb, isDecided, mostCarried } from './ladder.ts';
import { aStep, late, slow } from './report/figures.fixture.ts';

const rates = [200, 1000, 2000, 4000];

/** A system that carries so much. */
const carrying = (most: number) => async (rate: number) => (rate <= most ? aStep({ rate }) : slow(rate));
const tried = async (most: number, refine = 2) =>
  (await climb({ rates, refine }, carrying(most))).map(({ rate }) => rate);

test('goes up until a rate is not carried, then looks closer', async () => {
  expect(await tried(1700)).toEqual([200, 1000, 2000, 1500, 1750]);
  expect(await tried(100)).toEqual([200]);
  expect(await tried(9000)).toEqual(rates);
  expect(await tried(1700, 0)).toEqual([200, 1000, 2000]);
});

test('what is still on its way ends it', async () => {
  const steps = await climb({ rates, refine: 2 }, async (rate) => aStep({ rate, late: rate > 500 ? 7 : 0 }));
  expect(steps.map(({ rate }) => rate)).toEqual([200, 1000]);
});

test('a void step proves nothing, and more is tried', async () => {
  const steps = await climb({ rates, refine: 2 }, async (rate) => (rate === 1000 ? late(rate) : aStep({ rate })));
  expect(steps.map(({ rate }) => rate)).toEqual(rates);
  expect(mostCarried(steps)).toBe(4000);
  expect(isDecided(steps)).toBe(true);
  expect(isDecided([aStep({ rate: 200 }), late(1000)])).toBe(false);
  expect(isDecided([aStep({ rate: 200 }), slow(1000)])).toBe(true);
});

test('what is void above a rate that has fallen behind says nothing more', async () => {
  const of = (rate: number) => (rate <= 4000 ? aStep({ rate }) : rate === 5000 ? late(rate) : slow(rate));
  const steps = await climb({ rates: [200, 2000, 4000, 6000], refine: 2 }, async (rate) => of(rate));
  expect(steps.map(({ rate }) => rate)).toEqual([200, 2000, 4000, 6000, 5000, 4500]);
  expect(mostCarried(steps)).toBe(4000);
  expect(isDecided(steps)).toBe(true);
  expect(isDecided(steps.filter(({ rate }) => rate !== 4500))).toBe(false);
});

test('looks closer until the gap is a tenth of what is carried, whatever that is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 200, max: 7999 }), async (most) => {
      const ladder = { rates: [200, 1000, 2000, 4000, 6000, 8000], refine: 5 };
      const steps = await climb(ladder, carrying(most));
      const least = Math.min(...steps.map(({ rate }) => rate).filter((rate) => rate > most));
      const gap = (least - mostCarried(steps)) / mostCarried(steps);
      // From 200 to 1,000 five halvings lead to 25.
      expect(gap).toBeLessThanOrEqual(0.13);
    }),
  );
});

test('what it finds is carried, and lies within the last gap', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 200, max: 3999 }), async (most) => {
      const found = mostCarried(await climb({ rates, refine: 3 }, carrying(most)));
      expect(found).toBeLessThanOrEqual(most);
      expect(most - found).toBeLessThanOrEqual(2000 / 2 ** 3 + 1);
    }),
  );
});
