import { ClientFrame } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { uuid } from './uuid.ts';

test('is an id that the server takes, and never the same', () => {
  const all = Array.from({ length: 1000 }, uuid);
  for (const id of all) expect(ClientFrame.safeParse({ type: 'say', id, text: 'a' }).success, id).toBe(true);
  expect(new Set(all).size).toBe(1000);
});
