import { expect, test } from 'vitest';
import { changesOf } from './changes.ts';
import type { Talking } from './talk/talking.ts';

const quiet: Talking = {
  status: 'idle',
  ended: null,
  current: null,
  known: [],
  messages: [],
  typing: false,
  pending: [],
  refused: [],
  unread: 0,
  closed: false,
  transferred: false,
};
const known = (conversationId: string) => ({ conversationId, userId: 'ada', startedAt: 0, last: null, closed: false });
const changes = (before: Partial<Talking> | null, now: Partial<Talking>, isAnswered = false) =>
  changesOf(before && { ...quiet, ...before }, { ...quiet, ...now }, { botId: 'shop', isAnswered });

test('nothing has changed at first, and where nothing has', () => {
  expect(changes(null, {})).toEqual([]);
  const busy = { status: 'online', typing: true, unread: 2, current: known('c1') } as const;
  expect(changes(busy, { ...busy, closed: true, current: known('c1') })).toEqual([]);
});

test('a conversation that goes on is told first, then what becomes of it', () => {
  expect(changes(null, { status: 'connecting', unread: 3, current: known('c1') })).toEqual([
    ['conversation', { conversationId: 'c1', userId: 'ada', botId: 'shop' }],
    ['status', 'connecting'],
    ['unread', 3],
  ]);
});

test('another conversation is one; none is none', () => {
  const told = [['conversation', { conversationId: 'c2', userId: 'ada', botId: 'shop' }]];
  expect(changes({ current: known('c1') }, { current: known('c2') })).toEqual(told);
  expect(changes({ current: known('c1') }, { current: null })).toEqual([]);
});

test('a turn is the bot at work, from the first typing to the answer', () => {
  expect(changes({}, { typing: true })).toEqual([['turn', { working: true }]]);
  expect(changes({ typing: true }, {})).toEqual([['turn', { working: false }]]);
  expect(changes({ typing: true }, {}, true)).toEqual([['turn', { working: false }]]);
});

test('a bot that answers at once has answered all the same; one that goes on typing has not', () => {
  expect(changes({}, {}, true)).toEqual([['turn', { working: false }]]);
  expect(changes({ typing: true }, { typing: true }, true)).toEqual([]);
});

test('what was looked at is not unread any more', () => {
  expect(changes({ unread: 2 }, { unread: 0 })).toEqual([['unread', 0]]);
});
