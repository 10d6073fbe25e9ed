import { ClientFrame } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { uuid } from './uuid.ts';

test('is an id that the server takes, and never the same', () => {
  const all = Array.from({ length: 1000 }, uuid);
  expect(all.filter((id) => !ClientFrame.safeParse({ type: 'say', id, text: 'a' }).success)).toEqual([]);
  expect(new Set(all).size).toBe(1000);
});
