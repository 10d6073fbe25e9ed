import { randomUUID } from 'node:crypto';
import { BotSettings, InputReceived, type Say } from '@backchannel/contracts';
import { derivedId } from '@backchannel/contracts/ids';
import { expect, test } from 'vitest';
import { closed, opened, said } from './inputs.ts';

const claims = { conversation: 'c-1', bot: 'shop', user: 'u-1', exp: 2_000_000_000 };
const settings = BotSettings({ botId: 'shop', revision: 0, version: 3 }, { time: 0 }).data;
const making = { settings, now: 1000, id: 'new-id' };
const id = randomUUID();
const make = (say: Say) => said(claims, say, making);

test('a message carries what the door knows of the bot', () => {
  expect(make({ text: 'hi' })).toMatchObject({
    kind: 'said',
    inputId: 'new-id',
    conversationId: 'c-1',
    botId: 'shop',
    at: 1000,
    bot: { version: 3, sessionMs: settings.sessionMs, lateMessageMs: settings.lateMessageMs },
    text: 'hi',
  });
});

test('what was sent with an id has the same ids when it is sent again', () => {
  const first = make({ id, text: 'hi' });
  expect(said(claims, { id, text: 'hi' }, { ...making, now: 9, id: 'other' })).toMatchObject({
    key: derivedId('chat', 'shop', 'c-1', id),
    inputId: first.inputId,
  });
});

test('another body under the same id is another input with the same key', () => {
  const [first, other] = [make({ id, text: 'hi' }), make({ id, text: 'ho' })];
  expect(other).toMatchObject({ key: 'key' in first ? first.key : '' });
  expect(other.inputId).not.toBe(first.inputId);
});

test('a button is heard as its payload and shown as its label', () => {
  expect(make({ postback: { payload: 'PAY', label: 'Pay now' } })).toMatchObject({ text: 'PAY', label: 'Pay now' });
});

test('the result of a call counts once, whichever way it ended', () => {
  const [value, error] = [make({ callId: 'call', value: 1 }), make({ callId: 'call', error: 'no' })];
  expect(value).toMatchObject({ kind: 'returned', callId: 'call', value: 1 });
  expect(error).toMatchObject({ kind: 'returned', error: 'no', key: 'key' in value ? value.key : '' });
  expect(value.inputId).not.toBe(error.inputId);
});

test('closing twice is closing once', () => {
  expect(closed(claims, { now: 1 }).inputId).toBe(closed(claims, { now: 2 }).inputId);
});

test('what is made fits the log', () => {
  const inputs = [
    opened(claims, { botId: 'shop', attributes: { page: '/cart' } }, making),
    make({ id, text: 'hi' }),
    make({ callId: 'call', value: null }),
    closed(claims, making),
  ];
  for (const input of inputs) expect(InputReceived(input, { time: 0 }).data).toEqual(input);
});
