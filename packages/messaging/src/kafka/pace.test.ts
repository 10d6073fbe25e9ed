import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pace } from './pace.ts';

const turns: number[] = [];
let pace: Pace;
/** One asks after the other, `gap` ms after its turn. */
async function ask(times: number, gap: number): Promise<void> {
  const began = performance.now();
  for (let asked = 0; asked < times; asked += 1) {
    await pace.turn();
    turns.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, gap));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  turns.length = 0;
  pace = new Pace(10);
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

test('what follows at once begins a pace after what was before it', async () => {
  const asked = ask(4, 3);
  await vi.advanceTimersByTimeAsync(100);
  await asked;
  expect(turns).toEqual([0, 10, 20, 30]);
});
