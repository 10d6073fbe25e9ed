import { assert, constantFrom, integer, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { split } from './split.ts';

test('a short text is one piece', () => {
  expect(split('Hello there.', 12)).toEqual(['Hello there.']);
});

test('a long one is split between words', () => {
  expect(split('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  expect(split('one two\nthree', 7)).toEqual(['one two', 'three']);
});

test('a word that is too long is split where it must, and never within a character', () => {
  expect(split('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
  expect(split('a😀😀', 2)).toEqual(['a', '😀', '😀']);
});

test('nothing but blanks is lost, and no piece is too long', () => {
  const text = string({ unit: constantFrom('a', 'bc', ' ', '\n', 'é', '😀'), maxLength: 200 });
  assert(
    property(text, integer({ min: 2, max: 20 }), (long, most) => {
      const pieces = split(long, most);
      expect(pieces.join('').replaceAll(/\s/g, '')).toBe(long.replaceAll(/\s/g, ''));
      expect(pieces.every((piece) => piece.length <= most && piece.trim() !== '')).toBe(true);
    }),
  );
});
