import { expect, test } from 'vitest';
import { slopeOf } from './slope.ts';

const MB = 1_000_000;
const everySecond = (bytes: (second: number) => number) =>
  Array.from({ length: 300 }, (_, second) => ({ at: second * 1_000, bytes: bytes(second) }));

test('a saw rises as its lowest points do', () => {
  const saw = everySecond((second) => 50 * MB + (second % 20) * MB);
  expect(Math.abs(slopeOf(saw, 20_000))).toBeLessThan(0.01 * MB);
  const leaking = everySecond((second) => 50 * MB + (second % 20) * MB + second * 10_000);
  expect(slopeOf(leaking, 20_000)).toBeCloseTo(600_000, -4);
});

test('of a single window there is nothing to say', () => {
  expect(
    slopeOf(
      everySecond((second) => second),
      1_000_000,
    ),
  ).toBe(0);
});
