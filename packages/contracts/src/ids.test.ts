import { expect, test } from 'vitest';
import { derivedId, newId } from './ids.ts';

const times = 1000;
const made = (now: number) => Array.from({ length: times }, () => newId(now));

test('new ids are UUIDs of version 7, and no two are the same', () => {
  const all = made(Date.now());
  for (const id of all) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(new Set(all).size).toBe(times);
  // Apart from the time, too.
  expect(new Set(all.map((id) => id.slice(14))).size).toBe(times);
});

test('new ids sort by their time, and those of one time as they were made', () => {
  const [early, late] = [made(1_700_000_000_000), made(1_700_000_000_001)];
  expect([...late, ...early].toSorted()).toEqual([...early, ...late]);
});

test('the same parts give the same id, and others another', () => {
  // Not to change: what was said before an upgrade is known by it afterwards.
  expect(derivedId('a', 'b')).toBe('0473ef2d-c0d3-84ab-a59d-3580c1134e9d');
  expect(derivedId('ab', '')).not.toBe(derivedId('a', 'b'));
});
