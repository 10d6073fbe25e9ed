import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { black, type Color, contrast, white, written } from './color.ts';
import { accentOf, legible, onTop, palettes, type Scheme } from './theme.ts';

const part = fc.integer({ min: 0, max: 255 });
const anyColor: fc.Arbitrary<Color> = fc.tuple(part, part, part);
const schemes = Object.keys(palettes) as Scheme[];

test('contrast is that of WCAG', () => {
  expect(contrast(white, black)).toBe(21);
  expect(contrast([119, 119, 119], white)).toBeCloseTo(4.48, 2);
});

test('a colour is written as CSS has it', () => {
  expect(written([11, 87, 208])).toBe('rgb(11 87 208)');
});

test('whatever colour a site has, what is written on it is legible, under the mouse as well', () => {
  fc.assert(
    fc.property(anyColor, fc.constantFrom(...schemes), (color, scheme) => {
      const { accent, 'accent-hover': hover, 'on-accent': on } = accentOf(color, scheme);
      expect(contrast(accent, on)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(hover, on)).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

test('as a text and as a line it is legible on every background of the scheme', () => {
  fc.assert(
    fc.property(anyColor, fc.constantFrom(...schemes), (color, scheme) => {
      const { 'accent-text': text, 'accent-line': line } = accentOf(color, scheme);
      for (const background of Object.values(palettes[scheme])) {
        expect(contrast(text, background)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(line, background)).toBeGreaterThanOrEqual(3);
      }
    }),
  );
});

test('a colour that is legible stays what it is', () => {
  expect(legible([11, 87, 208], 'light', 4.5)).toEqual([11, 87, 208]);
});

test.each<[Color, Color]>([
  [[11, 87, 208], white],
  [[255, 225, 77], black],
  [black, white],
])('on %s one writes in %s', (color, on) => {
  expect(onTop(color)).toEqual(on);
});
