import type { Message } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { linesOf } from './lines.ts';

const noon = new Date(2026, 10, 21, 12).getTime();
const minute = 60_000;
const said = (from: Message['from'], at: number, type = 'text'): Message => ({
  seq: 1,
  id: `${from}${at}`,
  from,
  at,
  type,
});
const marks = (...messages: Message[]) =>
  linesOf(messages, { from: 0, to: messages.length }).map(
    ({ isNewDay, isFirst, isLast }) => `${isNewDay ? 'day ' : ''}${isFirst ? '[' : ' '}${isLast ? ']' : ' '}`,
  );

test('what one side says in one go belongs together', () => {
  expect(marks(said('bot', noon), said('bot', noon + 1), said('user', noon + 2), said('bot', noon + 3))).toEqual([
    'day [ ',
    ' ]',
    '[]',
    '[]',
  ]);
});

test('what is said after a while stands for itself', () => {
  expect(marks(said('bot', noon), said('bot', noon + 6 * minute))).toEqual(['day []', '[]']);
});

test('a day begins once, and never within one go', () => {
  const midnight = new Date(2026, 10, 22).getTime();
  expect(marks(said('bot', midnight - 1), said('bot', midnight), said('bot', midnight + 1))).toEqual([
    'day []',
    'day [ ',
    ' ]',
  ]);
});

test('what the chat itself says parts what is around it', () => {
  expect(marks(said('bot', noon), said('bot', noon, 'transfer'), said('bot', noon))).toEqual(['day []', '[]', '[]']);
});

test('a part of a transcript looks as it does in the whole', () => {
  const messages = [said('bot', noon), said('bot', noon + 1), said('bot', noon + 2)];
  expect(linesOf(messages, { from: 1, to: 2 })).toEqual(linesOf(messages, { from: 0, to: 3 }).slice(1, 2));
});
