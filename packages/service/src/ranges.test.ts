import { isIPv4 } from 'node:net';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ranges } from './ranges.ts';

const BITS = { 4: 32, 6: 128 } as const;
const version = fc.constantFrom(4 as const, 6 as const);
const number = (of: 4 | 6) => fc.bigInt({ min: 0n, max: 2n ** BigInt(BITS[of]) - 1n });

function written(value: bigint, of: 4 | 6): string {
  if (of === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, n) => ((value >> BigInt(112 - 16 * n)) & 0xffffn).toString(16));
  return groups.join(':');
}

/** A range, the same by its number, and an address that is near it or anywhere. */
const cases = version.chain((of) =>
  fc
    .record({
      base: number(of),
      bits: fc.integer({ min: 0, max: BITS[of] }),
      other: number(of),
      flip: fc.nat(BITS[of] - 1),
    })
    .map(({ base, bits, other, flip }) => ({
      range: `${written(base, of)}/${bits}`,
      near: base ^ (1n << BigInt(flip)),
      inRange: (value: bigint) => value >> BigInt(BITS[of] - bits) === base >> BigInt(BITS[of] - bits),
      base,
      other,
      of,
    })),
);

test('an address is in a range when its first bits are those of the range', () => {
  fc.assert(
    fc.property(cases, ({ range, base, near, other, inRange, of }) => {
      const ranges = new Ranges([range]);
      for (const value of [base, near, other]) expect(ranges.has(written(value, of))).toBe(inRange(value));
    }),
    { numRuns: 500 },
  );
});

test('a single address is itself, and no other', () => {
  fc.assert(
    fc.property(cases, ({ base, near, of }) => {
      const ranges = new Ranges([written(base, of)]);
      expect([ranges.has(written(base, of)), ranges.has(written(near, of))]).toEqual([true, false]);
    }),
  );
});

test('of several it is enough to be in one', () => {
  fc.assert(
    fc.property(fc.array(cases, { maxLength: 5 }), cases, (some, { base, of }) => {
      const sameKind = some.filter((one) => one.of === of);
      const ranges = new Ranges(sameKind.map(({ range }) => range));
      expect(ranges.has(written(base, of))).toBe(sameKind.some(({ inRange }) => inRange(base)));
    }),
  );
});

test('an IPv4 address is the same in IPv6 clothes', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (base, address, bits) => {
      expect(isIPv4(address)).toBe(true);
      const ranges = new Ranges([`${base}/${bits}`]);
      expect(ranges.has(`::ffff:${address}`)).toBe(ranges.has(address));
    }),
  );
});

test.each(['', 'unknown', 'shop.example', '10.0.0.1:4711', '10.0.0'])('%j is no address, and in no range', (text) => {
  expect(new Ranges(['0.0.0.0/0', '::/0']).has(text)).toBe(false);
});
