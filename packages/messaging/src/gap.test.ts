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
  { brought: 'nothing, because it was idle', records: 0, least: 10, gap: 10 },
  { brought: 'a few', records: 5, least: 10, gap: 10 },
  { brought: 'more', records: 9, least: 10, gap: 18 },
  { brought: 'as many as are worth waiting for', records: 15, least: 10, gap: 30 },
  { brought: 'a backlog', records: 500, least: 10, gap: 30 },
  { brought: 'a backlog, of one who is in no hurry', records: 500, least: 50, gap: 50 },
])('after a fetch that brought $brought', ({ records, least, gap }) => {
  expect(gapAfter(records, least)).toBe(gap);
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
