import { expect, test } from 'vitest';
import type { Utterance } from './crowd/utterance.ts';
import { figuresOf } from './figures.ts';

const moments = { faultAt: 1_000, goneAt: 4_000, endAt: 20_000 };

/** Ten in each second, each answered after what `waitOf` says. */
function load(waitOf: (saidAt: number) => number | undefined): Utterance[] {
  return Array.from({ length: 200 }, (_, i) => {
    const saidAt = i * 100;
    const wait = waitOf(saidAt);
    const shown = wait === undefined ? {} : { shownAt: saidAt + wait };
    return { number: i, person: 0, saidAt, acceptedAt: saidAt + 5, again: 0, ...shown };
  });
}

test('where nobody waits there is nothing to recover from', () => {
  expect(
    figuresOf(
      load(() => 50),
      moments,
    ),
  ).toMatchObject({ calmMs: 50, longestMs: 50, recoveryMs: 0, said: 200 });
});

test('the longest wait is from the first word to the answer', () => {
  const untilSeven = load((saidAt) => (saidAt >= 1_000 && saidAt < 7_000 ? 7_000 - saidAt : 50));
  expect(figuresOf(untilSeven, moments)).toMatchObject({ longestMs: 6_000 });
});

test('recovery ends when all are answered in time again, also those who have waited', () => {
  const untilSeven = load((saidAt) => (saidAt >= 1_000 && saidAt < 7_000 ? 7_000 - saidAt : 50));
  // From 6,000 on nobody waits more than a second.
  expect(figuresOf(untilSeven, moments).recoveryMs).toBe(2_000);
  const one = load((saidAt) => (saidAt === 2_000 ? 9_500 : 50));
  expect(figuresOf(one, moments).recoveryMs).toBe(6_500);
});

test('what is never answered is waited for for ever', () => {
  const never = load((saidAt) => (saidAt === 2_000 ? undefined : 50));
  expect(figuresOf(never, moments)).toMatchObject({ longestMs: null, recoveryMs: null, accepted: 200 });
});

test('a slow machine is given twice what it took before, and two seconds at most', () => {
  const slow = load((saidAt) => (saidAt < 1_000 ? 900 : 1_500));
  expect(figuresOf(slow, moments).recoveryMs).toBe(0);
  const slower = load((saidAt) => (saidAt < 1_000 ? 900 : 1_900));
  expect(figuresOf(slower, moments).recoveryMs).toBeNull();
  const slowest = load((saidAt) => (saidAt < 1_000 ? 1_500 - saidAt : 2_100));
  expect(figuresOf(slowest, { ...moments, faultAt: 1_600 }).recoveryMs).toBeNull();
});

test('what was refused and said again is told', () => {
  const [first, second, ...others] = load(() => 50);
  const utterances = [{ ...first, again: 3 }, { ...second, refusal: '422 invalid' }, ...others] as Utterance[];
  expect(figuresOf(utterances, moments)).toMatchObject({ again: 3, refused: 1 });
});

test('who is made to wait is not waited for', () => {
  const slow = load((saidAt) => (saidAt > 1_000 ? 15_000 : 50)).map((one) => ({ ...one, person: 1 }));
  const all = [...load(() => 50), ...slow];
  expect(figuresOf(all, { ...moments, excused: new Set([1]) })).toMatchObject({
    longestMs: 50,
    recoveryMs: 0,
    said: 400,
  });
});
