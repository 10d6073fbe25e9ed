import { describe, expect, test } from 'vitest';
import { Bot, BotFile } from './bot.ts';

const text = (name: string, more = {}) => ({ name, type: 'text', text: 'Hello.', ...more });
const question = (name: string, more = {}) => ({ name, type: 'text_question', text: 'Well?', ...more });
const dialog = (name: string, more = {}) => ({ name, interactions: [text(`${name}: text`)], ...more });
const bot = (...dialogs: object[]) => ({ id: 'shop', name: 'Shop', dialogs });

/** The problems of a bot, each as pointer and sentence. */
function problems(value: unknown): Record<string, string> {
  const { error } = Bot.safeParse(value);
  return Object.fromEntries(error?.issues.map(({ path, message }) => [`/${path.join('/')}`, message]) ?? []);
}

test('a small bot gets its defaults', () => {
  expect(Bot.parse(bot(dialog('a', { starter: { patterns: [' hi * '] } })))).toMatchObject({
    errorText: 'Sorry, something went wrong. Please try again later.',
    fallbackText: 'Not able to understand your question. Can you please re-phrase it?',
    splitChars: 1000,
    dialogs: [
      {
        type: 'dialog',
        enabled: true,
        starter: { patterns: ['hi *'], exclude: [] },
        interactions: [{ next: 'next' }],
      },
    ],
  });
});

test('a parsed bot parses to itself', () => {
  const parsed = Bot.parse(bot(dialog('a', { interactions: [question('q', { rules: [{ type: 'no_match' }] })] })));
  expect(Bot.parse(parsed)).toEqual(parsed);
});

test('a file keeps apart what becomes a version and what are settings', () => {
  const file = BotFile.parse({ ...bot(dialog('a')), settings: { sessionMs: 1000 } });
  expect(file).toEqual({ bot: Bot.parse(bot(dialog('a'))), settings: { sessionMs: 1000 } });
});

describe('refused, with pointer and sentence:', () => {
  const rule = (more: object) => question('q', { rules: [{ type: 'pattern', patterns: ['yes'], ...more }] });
  const cases: [what: string, value: unknown, pointer: string, sentence: string | RegExp][] = [
    ['a misspelt name', { ...bot(dialog('a')), dialog: 1 }, '/', 'Unrecognized key: "dialog"'],
    ['a bot without dialogs', bot(), '/dialogs', /at least|>=1/],
    [
      'an open parenthesis',
      bot(dialog('a', { starter: { patterns: ['(hi'] } })),
      '/dialogs/0/starter/patterns/0',
      'the pattern opens a parenthesis that it does not close',
    ],
    [
      'a parenthesis closed too early',
      bot(dialog('a', { starter: { patterns: ['a'], exclude: ['hi)('] } })),
      '/dialogs/0/starter/exclude/0',
      'the pattern closes a parenthesis that it has not opened',
    ],
    ['two dialogs of one name', bot(dialog('a'), { ...dialog('b'), name: 'a' }), '/dialogs/1/name', /"a" already/],
    [
      'two interactions of one name',
      bot(dialog('a', { interactions: [text('x')] }), dialog('b', { interactions: [text('x')] })),
      '/dialogs/1/interactions/0/name',
      'another interaction has the name "x" already',
    ],
    [
      'two fallback dialogs',
      bot(dialog('a', { type: 'fallback' }), dialog('b', { type: 'fallback' })),
      '/dialogs/1/type',
      'the bot has a fallback dialog already',
    ],
    [
      'a fallback dialog with a starter',
      bot(dialog('a', { type: 'fallback', starter: { patterns: ['x'] } })),
      '/dialogs/0/starter',
      /has no starter/,
    ],
    [
      'a dangling interaction',
      bot(dialog('a', { interactions: [rule({ next: { interaction: 'nowhere' } })] })),
      '/dialogs/0/interactions/0/rules/0/next/interaction',
      'there is no interaction "nowhere"',
    ],
    [
      'a dangling dialog',
      bot(dialog('a', { interactions: [question('q', { giveUp: { dialog: 'nowhere' } })] })),
      '/dialogs/0/interactions/0/giveUp/dialog',
      'there is no dialog "nowhere"',
    ],
    [
      'a dialog that is switched off',
      bot(dialog('a', { interactions: [text('x', { next: { dialog: 'b' } })] }), dialog('b', { enabled: false })),
      '/dialogs/0/interactions/0/next/dialog',
      'the dialog "b" is switched off',
    ],
    [
      'a next action that does not exist',
      bot(dialog('a', { interactions: [text('x', { next: 'onwards' })] })),
      '/dialogs/0/interactions/0/next',
      /^must be "next", "end"/,
    ],
    [
      'an interaction type that does not exist',
      bot(dialog('a', { interactions: [{ name: 'x', type: 'dance' }] })),
      '/dialogs/0/interactions/0/type',
      /text_question/,
    ],
    [
      'a question of more than 255 characters',
      bot(dialog('a', { interactions: [question('q', { text: 'x'.repeat(256) })] })),
      '/dialogs/0/interactions/0/text',
      /255/,
    ],
    [
      'two rules for no match',
      bot(dialog('a', { interactions: [question('q', { rules: [{ type: 'no_match' }, { type: 'no_match' }] })] })),
      '/dialogs/0/interactions/0/rules/1/type',
      'the question has a rule for no match already',
    ],
    [
      'a web view variable that the bot would set',
      bot(dialog('a', { interactions: [rule({ set: [{ name: 'webView.x', value: 1 }] })] })),
      '/dialogs/0/interactions/0/rules/0/set/0/name',
      /from outside only/,
    ],
    [
      'an operator that does not exist',
      bot(dialog('a', { interactions: [rule({ conditions: [{ variable: 'x', is: 'nice' }] })] })),
      '/dialogs/0/interactions/0/rules/0/conditions/0/is',
      /equals/,
    ],
  ];
  for (const [what, value, pointer, sentence] of cases) {
    test(`refuses ${what}`, () => {
      const found = problems(value);
      expect(Object.keys(found)).toEqual([pointer]);
      expect(found[pointer]).toMatch(sentence);
    });
  }
});

test('all problems are told at once', () => {
  const found = problems(
    bot(dialog('a'), dialog('a'), dialog('b', { interactions: [text('x', { next: { dialog: 'c' } })] })),
  );
  expect(Object.keys(found)).toHaveLength(3);
});

test('what leads on from a dialog that is switched off is not looked at', () => {
  const off = dialog('a', { enabled: false, interactions: [text('x', { next: { dialog: 'c' } })] });
  expect(problems(bot(off))).toEqual({});
});
