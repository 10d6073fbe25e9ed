import { expect, test } from 'vitest';
import { botOf, dialog, Talk, text } from '../bot.fixture.ts';

const is = (variable: string, value: string) => ({ variable, is: 'equals', value });
const step = {
  name: 'check',
  type: 'condition',
  if: [
    { conditions: [is('webView.a', '1'), is('b', '2')], then: { interaction: 'both' } },
    {
      conditions: [is('attributes.firstname', 'Eve'), is('webView.order.id', '7')],
      any: true,
      then: { interaction: 'any' },
    },
  ],
  else: { interaction: 'else' },
};
const ends = ['both', 'any', 'else'].map((name) => text(name, { next: 'end' }));
const decide = (webView: object, variables = {}) => {
  const talk = new Talk(botOf([dialog('start', step, ...ends)]), { webView: webView as never, variables });
  return [talk.hear('start')[0], talk.last?.trace?.find((line) => line.startsWith('check:'))];
};

test('the first whose conditions all hold says where to go', () => {
  expect(decide({ a: 1, order: { id: 7 } }, { b: '2' })).toEqual(['both.', 'check: condition 1 holds']);
});

test('with any, one of them is enough', () => {
  expect(decide({ a: 1, order: { id: 7 } })).toEqual(['any.', 'check: condition 2 holds']);
});

test('otherwise it goes to else', () => {
  expect(decide({ a: 1 }, { b: 3 })).toEqual(['else.', 'check: no condition holds']);
});
