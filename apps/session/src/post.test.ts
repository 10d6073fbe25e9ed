import { limits, type Waiting } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { minute, Told } from './session.fixture.ts';
import { failedAnswer } from './turn.ts';

/** The conversation, at a wait step. */
function at(wanted: string, ms?: number): Told {
  const told = Told.quiet();
  told.user('pay');
  told.answer({ remembers: { waiting: waiting(wanted, ms) } });
  return told;
}
const waiting = (wanted: string, ms?: number): Waiting => ({ id: '2:wait', kind: 'wait', for: wanted, ms });
const goOn = { remembers: { waiting: null } };
const arrived = ({ state }: Told) => state.session?.arrived ?? {};

test.each([
  ['webview:PaymentStatus', {}],
  ['webview', {}],
  ['endpoint:payment', { endpoint: 'payment' }],
])('a post that a wait step waits for as %s opens a turn, though it says nothing', (wanted, more) => {
  const told = at(wanted);
  const { turns, inputId } = told.say('posted', { variables: { PaymentStatus: 'OK' }, ...more });
  expect(turns).toMatchObject([
    { data: { turn: 3, input: { inputId }, session: { webView: { PaymentStatus: 'OK' }, waiting: { id: '2:wait' } } } },
  ]);
});

test.each([
  ['webview:PaymentStatus', { variables: { other: 1 } }],
  ['webview:PaymentStatus', { variables: { PaymentStatus: null } }],
  ['webview', { variables: { a: 1 }, endpoint: 'payment' }],
  ['endpoint:payment', { variables: { a: 1 }, endpoint: 'other' }],
  ['endpoint:payment', { variables: { payment: 1 } }],
])('a wait for %s is not ended by %j', (wanted, post) => {
  expect(at(wanted).say('posted', post)).toMatchObject({ turns: [], outcomes: [{ outcome: 'applied' }] });
});

test('a page or a question that names the same is not ended by a post', () => {
  const told = Told.quiet();
  told.user('pay');
  told.answer({ remembers: { waiting: { ...waiting('webview'), kind: 'question' } } });
  expect(told.post({ a: 1 }).turns).toEqual([]);
});

test('what an endpoint triggers opens a turn, with or without a message', () => {
  const told = Told.quiet();
  const { turns } = told.say('posted', { variables: {}, endpoint: 'payment', target: { dialog: 'Paid' } });
  expect(turns).toMatchObject([{ data: { input: { target: { dialog: 'Paid' } } } }]);
});

test('of two posts that a wait step waits for the first ends it, the second is kept for another', () => {
  const told = at('webview');
  told.post({ a: 1 });
  const second = told.post({ a: 2 });
  expect(told.answer(goOn)).toMatchObject({ turns: [], outcomes: [{ outcome: 'answered' }, { outcome: 'applied' }] });
  expect(arrived(told)).toEqual({ webview: second.inputId, 'webview:a': second.inputId });
});

test('of a post and the time-out the first counts', () => {
  const told = at('webview', minute);
  const elapsed = { deadline: { name: 'wait', id: '2:wait' } };
  told.post({ a: 1 });
  told.say('elapsed', elapsed);
  expect(told.answer(goOn)).toMatchObject({ turns: [], outcomes: [{}, { note: 'deadline_passed' }] });

  const other = at('webview', minute);
  expect(other.say('elapsed', elapsed).turns).toMatchObject([{ data: { input: { kind: 'elapsed' } } }]);
  other.post({ a: 1 });
  expect(other.answer(goOn)).toMatchObject({ turns: [], outcomes: [{}, { outcome: 'applied' }] });
});

test('a message in between neither ends a wait nor satisfies it', () => {
  const told = at('webview', minute);
  const deadline = told.deadline('wait');
  told.later(10_000).user('how long does it take?');
  told.answer();
  expect(told.deadline('wait')).toEqual(deadline);
  expect(told.post({ a: 1 }).turns).toHaveLength(1);
});

test('a turn that fails has used up the post it was opened by, and with it the wait', () => {
  const told = at('webview', minute);
  told.post({ a: 1 });
  const failed = failedAnswer(told.state, 'Sorry.', told.now);
  if (!failed) throw new Error('no answer');
  told.hear(failed);
  expect(told.state.session?.waiting).toBeNull();
  expect(told.deadline('wait')).toBeUndefined();
  expect(told.post({ a: 2 }).turns).toEqual([]);
});

test('what a turn was opened by is used up, though the answer says that it still waits for it', () => {
  const told = at('webview', minute);
  told.post({ a: 1 });
  told.answer();
  expect(told.state.session?.waiting).toBeNull();
  expect(told.deadline('wait')).toBeUndefined();

  const elapsed = at('webview', minute);
  elapsed.say('elapsed', { deadline: { name: 'wait', id: '2:wait' } });
  elapsed.answer();
  expect(elapsed.state.session?.waiting).toBeNull();
});

test('a wait stands when something else has failed', () => {
  const told = at('webview', minute);
  told.user('hello?');
  told.answer({ failed: true });
  expect(told.post({ a: 1 }).turns).toHaveLength(1);
});

test('a post that was only applied is remembered by everything it would satisfy; the latest wins', () => {
  const told = Told.quiet();
  const first = told.post({ a: 1, b: 1 });
  const second = told.post({ b: 2 });
  const third = told.say('posted', { variables: { c: 1 }, endpoint: 'payment' });
  expect(arrived(told)).toEqual({
    webview: second.inputId,
    'webview:a': first.inputId,
    'webview:b': second.inputId,
    'endpoint:payment': third.inputId,
  });
  expect(told.user('hello').turns).toMatchObject([{ data: { session: { arrived: arrived(told) } } }]);
});

test('a variable that is taken away again has not arrived', () => {
  const told = Told.quiet();
  told.post({ a: 1, b: 1 });
  told.post({ a: null });
  expect(Object.keys(arrived(told))).toEqual(['webview', 'webview:b']);
});

test('a post that opened a turn is not remembered, one that was too late is', () => {
  const told = Told.quiet();
  told.post({ a: 1 }, 'paid');
  told.answer();
  expect(arrived(told)).toEqual({});
  told.later(limits.lateMessageMs + 1);
  const late = told.post({ a: 2 }, 'paid');
  expect(late.outcomes).toMatchObject([{ outcome: 'applied', note: 'message_too_late' }]);
  expect(arrived(told)).toMatchObject({ webview: late.inputId });
  const lateToo = told.say('posted', { variables: {}, endpoint: 'payment', target: { dialog: 'Paid' } });
  expect(lateToo.outcomes).toMatchObject([{ outcome: 'applied', note: 'message_too_late' }]);
  expect(arrived(told)).toMatchObject({ 'endpoint:payment': lateToo.inputId });
});

test('a fresh session remembers no post of the one before', () => {
  const told = Told.quiet();
  told.post({ a: 1 });
  told.later(limits.sessionMs + 1).user('hello');
  expect(arrived(told)).toEqual({});
});

test('what is remembered counts for the size of the session', () => {
  const told = Told.quiet();
  const names = Array.from({ length: 40 }, (_, n) => `${n}-`.padEnd(2000, 'x'));
  for (const name of names) told.post({ [name]: 1 });
  expect(JSON.stringify(told.state.session).length).toBeLessThan(limits.postedBytes);
  const { outcomes } = told.post({ large: 'x'.repeat(limits.postedBytes - 130_000) });
  expect(outcomes).toMatchObject([{ outcome: 'rejected', code: 'session_full' }]);
  expect(Object.keys(arrived(told))).toHaveLength(41);
});

test('a post that is waited for is never too late', () => {
  const told = at('webview:PaymentStatus');
  told.later(3 * limits.lateMessageMs);
  const { turns } = told.post({ PaymentStatus: 'OK' }, 'paid');
  expect(turns).toMatchObject([{ data: { turn: 3, input: { message: 'paid' } } }]);
  told.answer(goOn);
  expect(told.post({ PaymentStatus: 'OK' }, 'paid').outcomes).toMatchObject([{ note: 'message_too_late' }]);
});

test('while a conversation is transferred no wait stands, and what is applied is remembered', () => {
  const told = Told.quiet();
  told.user('pay');
  told.answer({ leaves: 'transferred', remembers: { waiting: waiting('webview', minute) } });
  expect(told.state.session?.waiting).toBeNull();
  expect(told.deadline('wait')).toBeUndefined();
  const { outcomes, inputId } = told.post({ a: 1 });
  expect(outcomes).toMatchObject([{ outcome: 'applied' }]);
  expect(arrived(told)).toMatchObject({ webview: inputId });
  told.readBack(told.post({ b: 1 }, 'paid'));
  expect(arrived(told)).not.toHaveProperty('webview:b');
});

test('a wait that ends with its session is not told as overdue', () => {
  const told = at('webview', 30 * 24 * 60 * minute);
  told.later(limits.sessionLifeMs + 1).user('hello?');
  expect(told.deadline('wait')).toBeUndefined();
});
