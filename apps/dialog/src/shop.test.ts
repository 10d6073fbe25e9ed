import { readFileSync } from 'node:fs';
import { BotFile } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { answerOf, conversation, freshSession, opened, posted, said, textsOf, turnOf } from './bot.fixture.ts';
import { CompiledBot } from './compiled.ts';

const file = readFileSync(new URL('../../../bots/shop.json', import.meta.url), 'utf8');
const shop = new CompiledBot(BotFile.parse(JSON.parse(file)).bot, 1);
const person = { ...conversation, botId: 'shop', attributes: { paymentPage: 'https://pay.example/' } };
const webView = { PaymentId: '534e34fc89050304e6f6827c41c50410d7', PaymentStatus: 'PROCESSED' };

function talk() {
  let session = { ...freshSession, webView };
  let turn = 0;
  return (input: Parameters<typeof turnOf>[0] | string) => {
    turn += 1;
    const one = typeof input === 'string' ? said(input) : input;
    const answered = answerOf(shop, turnOf(one, { turn, session, conversation: person }));
    session = answered.session as typeof session;
    expect(answered.notes ?? []).toEqual([]);
    return textsOf(answered).join('\n');
  };
}

test('it greets, and says how to pay', () => {
  expect(talk()(opened())).toMatch(/lamp shop[^]*“pay”/);
});

test('the link to the payment page carries the ids that its post needs', () => {
  expect(talk()('I want to pay')).toBe('Here you pay: https://pay.example/?conversationId=c&userId=u&botId=shop');
});

test('the example of the Web View Integration API starts its dialog', () => {
  expect(talk()(posted('webrequest'))).toBe('Payment 534e34fc89050304e6f6827c41c50410d7 is PROCESSED.');
});

test('a payment thanks, and a question about paying is over with it', () => {
  const say = talk();
  expect(say('order')).toMatch(/pay now\? \(yes\/no\)$/);
  expect(say(posted('payment successful'))).toMatch(/^Thank you! Your payment 534e[^]*on its way\.$/);
  expect(say('no')).toMatch(/^I did not understand/);
});

test('a posted message can answer the question', () => {
  const say = talk();
  say('order');
  expect(say(posted('yes'))).toMatch(/^Here you pay/);
});

test('a declined payment asks to try again', () => {
  const say = talk();
  expect(say(posted('payment declined'))).toMatch(/did not go through: PROCESSED[^]*try again\? \(yes\/no\)$/);
  expect(say('perhaps')).toBe('Please answer yes or no.\nWould you like to try again? (yes/no)');
  expect(say('yes')).toMatch(/^Here you pay/);
});

test('what it does not understand', () => {
  expect(talk()('lorem ipsum')).toMatch(/^I did not understand/);
});
