import { expect, test } from 'vitest';
import { dayOf } from './moments.ts';

const now = new Date(2026, 2, 30, 0, 30).getTime();

test.each([
  [new Date(2026, 2, 30, 0, 1), 'en', 'Today'],
  [new Date(2026, 2, 29, 23, 59), 'en', 'Yesterday'],
  // Clocks may have been put forward that night.
  [new Date(2026, 2, 29, 0, 1), 'de', 'Gestern'],
  [new Date(2026, 2, 27, 12), 'en', 'Friday, March 27'],
  [new Date(2025, 11, 31, 12), 'en', 'Wednesday, December 31, 2025'],
])('%s in %s: %s', (day, lang, name) => {
  expect(dayOf(day.getTime(), lang, now)).toBe(name);
});
