import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Seals } from './sealed.ts';

const text = fc.string({ unit: 'binary', maxLength: 60 });
const secret = fc.string({ minLength: 32, maxLength: 60 });
const place = fc.record({ environment: text, name: text });
const place1 = { environment: 'production', name: 'apiKey' };
const secrets = ['the first secret of these tests 1', 'the second secret of these tests 2'] as const;
const seals = new Seals(secrets);

test('what is sealed opens at its place, and nowhere in the sealed text is it', () => {
  fc.assert(
    fc.property(text, place, (value, at) => {
      const sealed = seals.seal(value, at);
      expect(seals.open(sealed, at)).toBe(value);
      expect(sealed).toMatch(/^s1\.[\w-]{8}\.[\w-]+$/);
      if (value.length > 8) expect(Buffer.from(sealed.slice(12), 'base64url').toString()).not.toContain(value);
    }),
  );
});

test('the same value is sealed otherwise each time', () => {
  expect(seals.seal('4711', place1)).not.toBe(seals.seal('4711', place1));
});

test('at any other place it does not open', () => {
  fc.assert(
    fc.property(text, place, place, (value, at, other) => {
      fc.pre(JSON.stringify(at) !== JSON.stringify(other));
      expect(seals.open(seals.seal(value, at), other)).toBeNull();
    }),
  );
});

test('a place is not the same as another whose parts are cut elsewhere', () => {
  expect(seals.open(seals.seal('v', { environment: 'ab', name: 'c' }), { environment: 'a', name: 'bc' })).toBeNull();
});

test('with any character changed, left out or added it does not open', () => {
  const character = fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_', '.');
  fc.assert(
    fc.property(text, fc.nat(), character, (value, at, put) => {
      const sealed = seals.seal(value, place1);
      const index = at % sealed.length;
      const [before, after] = [sealed.slice(0, index), sealed.slice(index + 1)];
      for (const changed of [before + put + after, before + put + sealed.slice(index), before + after]) {
        if (changed !== sealed) expect(seals.open(changed, place1)).toBeNull();
      }
    }),
    { numRuns: 500 },
  );
});

test.each(['', 's1', 's1..', 's1.x.y', 'plain', 's2.AAAAAAAA.AAAA', `${seals.seal('v', place1)}.x`])(
  '%j opens to nothing',
  (sealed) => expect(seals.open(sealed, place1)).toBeNull(),
);

test('all secrets open, the first one seals; a secret that is not there does not', () => {
  const value = 'sk_live_4711';
  fc.assert(
    fc.property(fc.uniqueArray(secret, { minLength: 2, maxLength: 5 }), ([old = '', ...others]) => {
      const sealed = new Seals([old]).seal(value, place1);
      const [before, between, after] = [new Seals([old, ...others]), new Seals([...others, old]), new Seals(others)];
      expect([before, between, after].map((one) => one.open(sealed, place1))).toEqual([value, value, null]);
      expect([before, between, after].map((one) => one.isOld(sealed))).toEqual([false, true, true]);
      expect(after.open(between.seal(value, place1), place1)).toBe(value);
    }),
    { numRuns: 30 },
  );
});

test('without a secret there is nothing to seal with', () => {
  expect(() => new Seals([])).toThrow('no secret');
});
