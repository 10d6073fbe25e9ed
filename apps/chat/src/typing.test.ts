import { InputReceived } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { answered, received } from './answers.fixture.ts';
import { rings } from './rings.ts';
import { typing } from './typing.ts';

const bot = { version: 1, sessionMs: 1, lateMessageMs: 1 };
const base = { inputId: 'i-1', conversationId: 'c-1', at: 1, botId: 'shop', bot };
const said = received(InputReceived({ kind: 'said', ...base, text: 'hi' }, { time: 1 }));
const posted = (message?: string) =>
  received(InputReceived({ kind: 'posted', ...base, variables: {}, message }, { time: 1 }));

test('the bot thinks when it has heard something to answer', () => {
  expect([...typing([said])]).toEqual(['c-1']);
  expect([...typing([posted('paid')])]).toEqual(['c-1']);
  expect([...typing([posted()])]).toEqual([]);
});

test('it thinks no longer when it has answered, and still does after a part', () => {
  expect([...typing([said, received(answered(1))])]).toEqual([]);
  expect([...typing([said, received(answered(1, { final: false }))])]).toEqual(['c-1']);
});

test('each conversation rings once for a batch', () => {
  const grown = [
    { conversationId: 'c-1', head: 3 },
    { conversationId: 'c-2', head: 1 },
  ];
  expect(rings(grown, new Set(['c-1', 'c-3']))).toEqual([
    { conversationId: 'c-1', head: 3, typing: true },
    { conversationId: 'c-3', typing: true },
    { conversationId: 'c-2', head: 1 },
  ]);
});
