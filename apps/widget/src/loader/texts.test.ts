import { expect, test } from 'vitest';
import { ar } from '../texts/ar.ts';
import { de } from '../texts/de.ts';
import { en } from '../texts/en.ts';
import { es } from '../texts/es.ts';
import { texts } from './texts.ts';

test('the launcher is called the same before and after the app is there, in every language of it', () => {
  const names = Object.entries(texts).map(([lang, [open]]) => [lang, open]);
  expect(Object.fromEntries(names)).toEqual({ en: en.open, de: de.open, es: es.open, ar: ar.open });
});
