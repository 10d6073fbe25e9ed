import { type Event, InputReceived } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { answered, received, unparsed } from './answers.fixture.ts';
import { rings } from './rings.ts';
import { Thinking } from './thinking.ts';

const bot = { version: 1, sessionMs: 1, lateMessageMs: 1 };
const base = { inputId: 'i-1', conversationId: 'c-1', at: 1, botId: 'shop', bot };
const said = InputReceived({ kind: 'said', ...base, text: 'hi' }, { time: 1 });
const posted = (more: object = {}) => InputReceived({ kind: 'posted', ...base, variables: {}, ...more }, { time: 1 });
const part = answered(1, { final: false });

/** One batch after the other; the number is of ticks. */
function told(...happenings: readonly (number | readonly Event[])[]): string[] {
  const all: string[] = [];
  const thinking = new Thinking((ids) => all.push(...ids));
  for (const happening of happenings) {
    if (typeof happening !== 'number') thinking.hear(happening.map((event) => received(event)));
    else for (let i = 0; i < happening; i += 1) thinking.tick();
  }
  thinking.stop();
  return all;
}

test('the bot thinks when it has heard something to answer, and has not answered for a while', () => {
  expect(told([said], 1)).toEqual([]);
  expect(told([said], 2)).toEqual(['c-1']);
  expect(told([said], 5)).toEqual(['c-1']);
  expect(told([posted({ message: 'paid' })], 2)).toEqual(['c-1']);
  expect(told([posted({ target: { dialog: 'pay' } })], 2)).toEqual(['c-1']);
  expect(told([posted(), said, posted()], 2)).toEqual(['c-1']);
  expect(told([posted()], 2)).toEqual([]);
});

test('it thinks no longer when it has answered, and still does after a part', () => {
  expect(told([said, answered(1)], 2)).toEqual([]);
  expect(told([said], [answered(1)], 2)).toEqual([]);
  expect(told([said], 1, [answered(1)], 1)).toEqual([]);
  expect(told([said, part], 1, [part], 1)).toEqual(['c-1']);
  expect(told([said], [answered(1)], [said], 2)).toEqual(['c-1']);
  expect(told([said], 2, [answered(1)], [said], 2)).toEqual(['c-1', 'c-1']);
});

test('it thinks when it goes on with what a page returned, and not when another instance has shown the answer', () => {
  const all: string[][] = [];
  const thinking = new Thinking((ids) => all.push([...ids]));
  thinking.hear([], ['c-1', 'c-2']);
  thinking.over('c-2');
  thinking.tick();
  thinking.tick();
  thinking.stop();
  expect(all).toEqual([['c-1']]);
});

test('what is answered in time is not parsed', () => {
  const thinking = new Thinking(() => {});
  thinking.hear([unparsed(said), unparsed(answered(1))]);
  thinking.tick();
  thinking.tick();
  thinking.hear([unparsed(said)]);
  thinking.tick();
  expect(() => thinking.tick()).toThrow('it was parsed');
  thinking.stop();
});

test('a ring says that a turn has ended without a message', () => {
  const grown = { conversationId: 'c-1', head: 3, quiet: false };
  expect(rings([grown, { ...grown, conversationId: 'c-2', quiet: true, traceparent: 't' }])).toEqual([
    { conversationId: 'c-1', head: 3 },
    { conversationId: 'c-2', head: 3, typing: false, traceparent: 't' },
  ]);
});
