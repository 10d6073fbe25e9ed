import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pace } from './pace.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that waits for the disk for so long. */
const taking = (ms: number) => vi.fn<() => void>(() => advance(ms));
let clock = 0;
const advance = (ms: number) => {
  clock += ms;
};
beforeEach(() => {
  clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
});
const pass = (ms: number) => {
  clock += ms;
  vi.advanceTimersByTime(ms);
};

test('alone, work is done in the same turn of the event loop', () => {
  const work = taking(0);
  new Pace().soon(work);
  expect(work).not.toHaveBeenCalled();
  pass(0);
  expect(work).toHaveBeenCalledOnce();
});

test('after work the others have as long as it took', () => {
  const pace = new Pace();
  pace.soon(taking(8));
  pass(0);
  const next = taking(0);
  pace.soon(next);
  pass(7);
  expect(next).not.toHaveBeenCalled();
  pass(1);
  expect(next).toHaveBeenCalledOnce();
});

test('a slow disk makes nobody wait for long', () => {
  const pace = new Pace();
  pace.soon(taking(500));
  pass(0);
  const next = taking(0);
  pace.soon(next);
  pass(20);
  expect(next).toHaveBeenCalledOnce();
});
