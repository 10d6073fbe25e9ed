import { expect, test } from 'vitest';
import { z } from 'zod';
import { cursorOf, readCursor } from './cursor.ts';

const Keys = z.tuple([z.int(), z.string()]);

test('a cursor is read as it was written', () => {
  expect(readCursor(Keys, cursorOf(1_700_000_000_000, 'ä/+ "'))).toEqual([1_700_000_000_000, 'ä/+ "']);
});

test('a list begins without one', () => {
  expect(readCursor(Keys, undefined)).toBeNull();
});

test.each(['', 'x', '%%%', cursorOf('other', 'list'), cursorOf(1)])('%j is not one of the list', (cursor) => {
  expect(() => readCursor(Keys, cursor)).toThrow('/cursor: it is not one that this list gave out');
});
