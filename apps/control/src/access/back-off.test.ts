import { array, assert, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { account, address, waitAfter } from './back-off.ts';

test('some failures are free, each further one doubles the wait, up to a quarter of an hour', () => {
  const waits = Array.from({ length: 18 }, (_, failures) => waitAfter(failures, { free: 5 }) / 1000);
  expect(waits).toEqual([0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  expect(waitAfter(1_000_000, { free: 5 })).toBe(900_000);
});

test('all addresses of one network count as one', () => {
  const half = array(nat(0xffff), { minLength: 4, maxLength: 4 });
  assert(
    property(half, half, half, (network, one, other) => {
      const [a, b] = [one, other].map((rest) => [...network, ...rest].map((group) => group.toString(16)).join(':'));
      expect(address(a ?? '')).toEqual(address(b ?? ''));
    }),
  );
});

test('what somebody typed as their email is not kept', () => {
  expect(account('my password').subject).not.toContain('my password');
});
