import { expect, test } from 'vitest';
import { Bot } from './bot.ts';
import { expressionProblemsOf } from './expressions.ts';

const large = '.{0,999}'.repeat(3);
const matches = { variable: 'a', is: 'matches', value: large };

test('a regular expression that would take too long is told wherever it stands, and the bot can be read', () => {
  const question = { name: 'q', type: 'text_question', text: 'Well?' };
  const rules = [
    { type: 'regex', expression: 'x' },
    { type: 'regex', expression: large, conditions: [matches] },
  ];
  const api = { name: 'a', type: 'api', url: 'https://a.example', rules: [{ type: 'success', conditions: [matches] }] };
  const condition = { name: 'c', type: 'condition', if: [{ conditions: [matches], then: 'end' }] };
  const bot = Bot.parse({
    id: 'shop',
    name: 'Shop',
    dialogs: [{ name: 'a', interactions: [{ ...question, rules }, api, condition] }],
  });
  const found = expressionProblemsOf(bot).map(({ path, message }) => [path.join('/'), message]);
  const sentence = expect.stringMatching(/^this expression has \d+ instructions when it is compiled, more than 2000: /);
  expect(found).toEqual([
    ['dialogs/0/interactions/0/rules/1/expression', sentence],
    ['dialogs/0/interactions/0/rules/1/conditions/0/value', sentence],
    ['dialogs/0/interactions/1/rules/0/conditions/0/value', sentence],
    ['dialogs/0/interactions/2/if/0/conditions/0/value', sentence],
  ]);
});
