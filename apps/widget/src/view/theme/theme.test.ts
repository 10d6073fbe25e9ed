import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Color, contrast, ofHex, toHex } from './color.ts';
import { accentOf, legible, onTop, palettes, type Scheme } from './theme.ts';

const part = fc.integer({ min: 0, max: 255 }).map((value) => value / 255);
const anyColor: fc.Arbitrary<Color> = fc.tuple(part, part, part);
const schemes = Object.keys(palettes) as Scheme[];

test('contrast is that of WCAG', () => {
  expect(contrast(ofHex('#ffffff'), ofHex('#000000'))).toBe(21);
  expect(contrast(ofHex('#777777'), ofHex('#ffffff'))).toBeCloseTo(4.48, 2);
});

test('a colour comes back as it was written', () => {
  fc.assert(
    fc.property(anyColor, (color) => {
      expect(ofHex(toHex(color))).toEqual(color);
    }),
  );
});

test('whatever colour a site has, what is written on it is legible, under the mouse as well', () => {
  fc.assert(
    fc.property(anyColor, fc.constantFrom(...schemes), (color, scheme) => {
      const { accent, 'accent-hover': hover, 'on-accent': on } = accentOf(color, scheme);
      expect(contrast(ofHex(accent), ofHex(on))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(ofHex(hover), ofHex(on))).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

test('as a text and as a line it is legible on every background of the scheme', () => {
  fc.assert(
    fc.property(anyColor, fc.constantFrom(...schemes), (color, scheme) => {
      const { 'accent-text': text, 'accent-line': line } = accentOf(color, scheme);
      for (const background of Object.values(palettes[scheme])) {
        expect(contrast(ofHex(text), background)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(ofHex(line), background)).toBeGreaterThanOrEqual(3);
      }
    }),
  );
});

test('a colour that is legible stays what it is', () => {
  expect(toHex(legible(ofHex('#0b57d0'), 'light', 4.5))).toBe('#0b57d0');
});

test.each([
  ['#0b57d0', '#ffffff'],
  ['#ffe14d', '#000000'],
  ['#000000', '#ffffff'],
])('on %s one writes in %s', (color, on) => {
  expect(toHex(onTop(ofHex(color)))).toBe(on);
});
