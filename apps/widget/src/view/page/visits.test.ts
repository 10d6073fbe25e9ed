import type { Message } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { isAnswer } from './visits.ts';

const message = (seq: number, at: number, from: Message['from'] = 'bot'): Message => ({
  seq,
  id: String(seq),
  from,
  at,
  type: 'text',
});

test.each([
  ['what comes later from the bot calls back', message(3, 20), true],
  ['what comes later from outside calls back', message(3, 20, 'outside'), true],
  ['what a machine said whose clock is behind calls back', message(3, 5, 'outside'), true],
  ['what the person says does not', message(3, 20, 'user'), false],
  ['the rest of what the bot was saying does not', message(3, 10), false],
  ['what was there before does not', message(1, 5), false],
])('%s', (_, heard, answers) => {
  expect(isAnswer(heard, message(2, 10))).toBe(answers);
});

test('where nothing had been said, whatever comes is the answer', () => {
  expect(isAnswer(message(1, 1), undefined)).toBe(true);
});
