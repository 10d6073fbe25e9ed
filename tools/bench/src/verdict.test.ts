import { expect, test } from 'vitest';
import { aStep, late, slow } from './report/figures.fixture.ts';
import { broken, carries, fallsBehind, recoveredAfter, voidReason } from './verdict.ts';

test('a rate is carried if all of it is accepted and shown in time', () => {
  expect(carries(aStep())).toBe(true);
  expect(carries(slow(1000))).toBe(false);
  expect(carries(aStep({ accepted: 14_999, refused: 1 }))).toBe(false);
  expect(carries(aStep({ shown: 14_999, late: 1 }))).toBe(false);
});

test('where the generator is late itself nothing is carried, and nobody has fallen behind', () => {
  expect(voidReason(aStep())).toBeUndefined();
  expect(voidReason(late(1000))).toContain('2.1 ms');
  expect(carries(late(1000))).toBe(false);
  expect(fallsBehind(late(1000))).toBe(false);
  const { latency, slip } = slow(1000);
  expect(fallsBehind(aStep({ latency, slip: { ...slip, p99: latency.p99 - 250 } }))).toBe(false);
  expect(fallsBehind(slow(1000))).toBe(true);
});

test('all is well again from the second on after which nothing is refused, late or missing', () => {
  const well = { accepted: 500, refused: 0, shown: 500, p99: 40 };
  const unseen = { ...well, shown: 0, p99: 0 };
  const slow = { ...well, p99: 251 };
  expect(recoveredAfter([well, well])).toBe(0);
  expect(recoveredAfter([unseen, { ...well, shown: 499 }, well])).toBe(2);
  expect(recoveredAfter([well, slow, well, well])).toBe(2);
  expect(recoveredAfter([{ ...well, refused: 1 }, well])).toBe(1);
  expect(recoveredAfter([well, unseen])).toBeNull();
  expect(recoveredAfter([])).toBeNull();
});

test('broken promises are named', () => {
  expect(broken({ lost: 2, doubled: 0, disordered: 1, skipped: 0, invented: 0 })).toEqual(['2 lost', '1 disordered']);
});
