import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Gap, gapAfter } from './gap.ts';

const turns: number[] = [];
let gap: Gap;
/** One asks after the other, `resting` ms after its turn. */
async function ask(times: number, resting: number): Promise<void> {
  const began = performance.now();
  for (let asked = 0; asked < times; asked += 1) {
    await gap.turn();
    turns.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, resting));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  turns.length = 0;
  gap = new Gap(10);
});
afterEach(() => {
  vi.useRealTimers();
});

test('what comes alone does not wait', async () => {
  const asked = ask(3, 25);
  await vi.advanceTimersByTimeAsync(100);
  await asked;
  expect(turns).toEqual([0, 25, 50]);
});

test('what follows at once begins a gap after what was before it', async () => {
  const asked = ask(4, 3);
  await vi.advanceTimersByTimeAsync(100);
  await asked;
  expect(turns).toEqual([0, 10, 20, 30]);
});

test.each([
  { carried: 'nothing', records: 0, gap: 0 },
  { carried: 'one', records: 1, gap: 20 },
  { carried: 'a few', records: 4, gap: 40 },
  { carried: 'as many as are worth waiting for', records: 25, gap: 100 },
  { carried: 'a backlog', records: 500, gap: 100 },
])('after a request that carried $carried', ({ records, gap }) => {
  expect(gapAfter(records, { ms: 100, records: 25 })).toBe(gap);
});

test('a gap that has become wider holds from the last beginning on', async () => {
  const asked = ask(1, 5);
  await vi.advanceTimersByTimeAsync(5);
  await asked;
  gap.ms = 30;
  const later = ask(1, 0);
  await vi.advanceTimersByTimeAsync(100);
  await later;
  expect(turns).toEqual([0, 25]);
});
