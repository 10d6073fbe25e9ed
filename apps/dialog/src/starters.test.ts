import { Bot } from '@backchannel/contracts';
import { array, assert, constantFrom, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern, fold } from './pattern.ts';
import { Starters } from './starters.ts';

interface Start {
  patterns: string[];
  exclude?: string[];
  enabled?: boolean;
}
/** Dialogs named 0, 1, 2 … */
const dialogs = (starts: Start[]) =>
  Bot.parse({
    id: 'b',
    name: 'B',
    dialogs: starts.map(({ patterns, exclude = [], enabled = true }, name) => ({
      name: `${name}`,
      enabled,
      starter: { patterns, exclude },
      interactions: [{ name: `text ${name}`, type: 'text', text: 'Yes.' }],
    })),
  }).dialogs;
const find = (starts: Start[], text: string) => new Starters(dialogs(starts)).find(text)?.dialog;

test('the pattern with more literal characters wins', () => {
  expect(find([{ patterns: ['*'] }, { patterns: ['*pay*'] }, { patterns: ['*payment*'] }], 'my payment')).toBe('2');
});

test('of a pattern with alternatives, the one that matched counts', () => {
  const starts = [{ patterns: ['(a very long alternative|pay)*'] }, { patterns: ['pay now*'] }];
  expect(find(starts, 'pay now please')).toBe('1');
});

test('of equally specific ones the earlier dialog wins', () => {
  expect(find([{ patterns: ['hi*'] }, { patterns: ['hi', 'hello'] }], 'hi')).toBe('0');
});

test('an exclude keyword keeps a dialog from starting, and lets the next one', () => {
  const starts = [{ patterns: ['*pay*'], exclude: ['*not*'] }, { patterns: ['*'] }];
  expect(find(starts, 'I pay')).toBe('0');
  expect(find(starts, 'I do not pay')).toBe('1');
});

test('an exclude keyword must match the whole text, like any pattern', () => {
  expect(find([{ patterns: ['*pay*'], exclude: ['not'] }], 'I do not pay')).toBe('0');
});

test('a dialog that is switched off does not start', () => {
  expect(find([{ patterns: ['hi'], enabled: false }], 'hi')).toBeUndefined();
});

const pattern = array(constantFrom('a', 'b', 'ab ', 'abcde', '*', '(a|b)', '(abc|)', '(a*|bc)', ' '), {
  minLength: 1,
  maxLength: 5,
})
  .map((parts) => parts.join(''))
  .filter((source) => source.trim() !== '');
const text = array(constantFrom('a', 'b', 'c', 'd', 'e', ' '), { maxLength: 12 }).map((letters) => letters.join(''));

test('nothing is missed by looking only at those that have a chance', { tags: 'long' }, () => {
  const start = record({
    patterns: array(pattern, { minLength: 1, maxLength: 3 }),
    exclude: array(pattern, { maxLength: 1 }),
  });
  assert(
    property(array(start, { minLength: 1, maxLength: 8 }), text, (starts, said) => {
      const literals = (source: string) => compilePattern(source).match(fold(said)) ?? -1;
      const best = starts
        .map(({ patterns, exclude }, order) => ({ order, exclude, most: Math.max(...patterns.map(literals)) }))
        .filter(({ most, exclude }) => most >= 0 && exclude.every((source) => literals(source) < 0))
        .toSorted((a, b) => b.most - a.most || a.order - b.order)[0];
      expect(find(starts, said)).toBe(best && `${best.order}`);
    }),
    { numRuns: 1000 },
  );
});
