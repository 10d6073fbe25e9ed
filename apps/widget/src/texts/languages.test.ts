import { expect, test } from 'vitest';
import { languageOf } from './languages.ts';

test.each([
  [['de'], 'de', 'ltr'],
  [['de-AT'], 'de-AT', 'ltr'],
  [['ES_mx'], 'es-MX', 'ltr'],
  [['ar-EG'], 'ar-EG', 'rtl'],
  [['fr', 'ar'], 'ar', 'rtl'],
  [[undefined, '', 'not a language!', 'de'], 'de', 'ltr'],
  [['constructor', 'fr'], 'en', 'ltr'],
  [[], 'en', 'ltr'],
] as const)('of %j it is %s', async (wanted, lang, dir) => {
  expect(await languageOf(wanted)).toMatchObject({ lang, dir });
});

const languages = ['en', 'de', 'es', 'ar'];

test.each(languages)('%s says everything, and nothing twice as somebody else', async (lang) => {
  const { texts } = await languageOf([lang]);
  const { texts: english } = await languageOf(['en']);
  expect(Object.keys(texts).toSorted()).toEqual(Object.keys(english).toSorted());
  expect(Object.values(texts).filter((text) => text === '')).toEqual([]);
});

test.each(languages)('%s has a form for every number', async (lang) => {
  const { texts } = await languageOf([lang]);
  for (const count of [texts.unread, texts.fresh, texts.left, texts.tooLong]) {
    for (const n of [0, 1, 2, 3, 11, 25, 100, 1000]) expect(count(n)).toMatch(/^[^#]+$/);
  }
});

test('Arabic has six', async () => {
  const { texts } = await languageOf(['ar']);
  const forms = [0, 1, 2, 3, 11, 100].map((n) => texts.unread(n).replaceAll(/[\d٠-٩]+/g, '#'));
  expect(new Set(forms).size).toBe(5);
  expect(forms[4]).toBe(forms[5]);
});

test('numbers are those of the language', async () => {
  const { texts } = await languageOf(['en']);
  expect([texts.unread(1), texts.unread(1200)]).toEqual(['1 unread message', '1,200 unread messages']);
});
