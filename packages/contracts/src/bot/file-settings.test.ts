import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { AddressRange, FileSettings } from './file-settings.ts';

const rule = 'must be an IP address, or a range such as "203.0.113.0/24" or "2001:db8::/32"';

test('every address and every range is one', () => {
  const range = fc.oneof(
    fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
    fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
  );
  fc.assert(
    fc.property(range, ([address, bits]) => {
      expect(AddressRange.safeParse(address).success).toBe(true);
      expect(AddressRange.safeParse(`${address}/${bits}`).success).toBe(true);
    }),
  );
});

test.each([
  '',
  '1.2.3',
  '1.2.3.4/33',
  '1.2.3.4/',
  '01.2.3.4',
  '1.2.3.4/08',
  '::1/129',
  '1::2::3',
  'fe80::1%eth0',
  'shop.example',
  ' ::1',
  '1.2.3.4,5.6.7.8',
])('%j is none', (text) => {
  expect(AddressRange.safeParse(text).error?.issues).toMatchObject([{ message: rule }]);
});

test('what is wrong is named with its place; what nobody knows is refused', () => {
  const issuesOf = (value: unknown) => FileSettings.safeParse(value).error?.issues;
  expect(issuesOf({ addresses: ['::1', 'localhost'] })).toMatchObject([{ path: ['addresses', 1], message: rule }]);
  expect(issuesOf({ adresses: [] })).toMatchObject([{ code: 'unrecognized_keys', keys: ['adresses'] }]);
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`v${n}`, 'x'.repeat(4000)]));
  expect(issuesOf({ environment: many })).toMatchObject([{ path: ['environment'] }]);
  expect(issuesOf({ sealed: {} })).toMatchObject([{ code: 'unrecognized_keys' }]);
});
