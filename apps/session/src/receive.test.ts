import { limits } from '@backchannel/contracts';
import { newId } from '@backchannel/contracts/ids';
import { expect, test } from 'vitest';
import { minute, Told } from './session.fixture.ts';

test('opening a conversation opens its first turn', () => {
  const told = new Told();
  expect(told.open().turns).toMatchObject([
    { type: 'turn.opened', data: { turn: 1, session: { number: 1, version: 1 } } },
  ]);
});

test('a message opens a turn with a snapshot of the session', () => {
  const told = Told.quiet();
  told.post({ PaymentStatus: 'PROCESSED' });
  expect(told.user('hello').turns).toMatchObject([
    {
      type: 'turn.opened',
      data: { turn: 2, input: { text: 'hello' }, session: { webView: { PaymentStatus: 'PROCESSED' } } },
    },
  ]);
});

test('variables alone need no turn', () => {
  const told = Told.quiet();
  const { turns, outcomes } = told.post({ PaymentStatus: 'PROCESSED' });
  expect(told.variables).toEqual({ PaymentStatus: 'PROCESSED' });
  expect(turns).toEqual([]);
  expect(outcomes).toMatchObject([{ outcome: 'applied' }]);
});

test('a second post is merged by name: the last value wins, null takes away', () => {
  const told = Told.quiet();
  told.post({ a: '1', b: '2', c: '3' });
  told.post({ b: 'two', c: null });
  expect(told.variables).toEqual({ a: '1', b: 'two' });
});

test('what is posted during a turn waits for its end', () => {
  const told = Told.quiet();
  told.user('hello');
  const { turns, outcomes } = told.post({ PaymentStatus: 'PROCESSED' });
  expect({ turns, outcomes }).toEqual({ turns: [], outcomes: [] });
  expect(told.variables).toEqual({});
});

test('an endpoint that does not want to wait is told that the bot is busy', () => {
  const told = Told.quiet();
  told.user('hello');
  expect(told.say('posted', { variables: {}, message: 'paid', busy: 'reject' }).outcomes).toMatchObject([
    { outcome: 'rejected', code: 'busy' },
  ]);
});

test.each([
  ['a conversation nobody opened', (told: Told) => new Told().post({ a: told.now }), 'conversation_unknown'],
  [
    'a conversation with another bot',
    (told: Told) => told.say('posted', { variables: {}, botId: 'bank' }),
    'bot_mismatch',
  ],
  [
    'a conversation of another user',
    (told: Told) => told.say('posted', { variables: {}, userId: 'eve' }),
    'user_mismatch',
  ],
])('%s is its own rejection', (_, say, code) => {
  expect(say(Told.quiet()).outcomes).toMatchObject([{ outcome: 'rejected', code }]);
});

test('a rejected post leaves nothing behind', () => {
  const told = Told.quiet();
  const before = told.state.session;
  told.say('posted', { variables: { a: 1 }, userId: 'eve', message: 'paid' });
  expect(told.state).toMatchObject({ session: before, open: null });
});

test('the same post twice under one key is applied once, and its outcome told twice', () => {
  const told = Told.quiet();
  const first = told.postOnce('k', { a: '1' });
  told.post({ a: 'newer' });
  expect(told.postOnce('k', { a: '1' }).outcomes).toEqual(first.outcomes);
  expect(told.variables).toEqual({ a: 'newer' });
});

test('a repeat of an input that still waits is told when it has an outcome, once', () => {
  const told = Told.quiet();
  told.user('hello');
  told.postOnce('k', { a: '1' });
  expect(told.postOnce('k', { a: '1' }).outcomes).toEqual([]);
  expect(told.answer().outcomes.filter(({ outcome }) => outcome === 'applied')).toHaveLength(1);
});

test('another body under a known key is rejected, and the key keeps its first meaning', () => {
  const told = Told.quiet();
  const first = told.postOnce('k', { a: '1' });
  expect(told.postOnce('k', { a: '2' }).outcomes).toMatchObject([
    { outcome: 'rejected', code: 'idempotency_key_reused' },
  ]);
  expect(told.postOnce('k', { a: '1' }).outcomes).toEqual(first.outcomes);
  expect(told.variables).toEqual({ a: '1' });
});

test('a rejection uses up its key', () => {
  const told = Told.quiet();
  const id = newId();
  told.user('hello');
  const post = () => told.say('posted', { id, key: 'k', variables: {}, busy: 'reject' }).outcomes;
  expect(post()).toMatchObject([{ code: 'busy' }]);
  told.answer();
  expect(post()).toMatchObject([{ code: 'busy' }]);
  expect(told.postOnce('k', { a: '1' }).outcomes).toMatchObject([{ code: 'idempotency_key_reused' }]);
});

test.each([
  ['bot', { botId: 'bank' }, 'bot_mismatch'],
  ['user', { userId: 'eve' }, 'user_mismatch'],
])('who posts to the conversation of another %s uses up none of its keys', (_, other, code) => {
  const told = Told.quiet();
  const [state, { entries }] = [told.state, told.memory.copy()];
  for (let n = 0; n <= limits.knownKeys; n += 1) {
    const { outcomes } = told.say('posted', { variables: {}, key: `k${n}`, ...other });
    expect(outcomes).toMatchObject([{ outcome: 'rejected', code }]);
  }
  told.say('posted', { variables: {}, ...other });
  expect([told.state, told.memory.entries]).toEqual([state, entries]);
  expect(told.postOnce('k0', { a: '1' }).outcomes).toMatchObject([{ outcome: 'applied' }]);
  expect(told.say('said', { text: 'hello', key: 'said' }).turns).toHaveLength(1);
});

test('a key is forgotten after a day', () => {
  const told = Told.quiet();
  told.postOnce('k', { a: '1' });
  told.later(limits.knownKeyMs);
  expect(told.postOnce('k', { a: '2' }).outcomes).toMatchObject([{ outcome: 'applied' }]);
});

test('beyond the keys of a day new inputs are rejected rather than keys forgotten', () => {
  const told = Told.quiet();
  for (let n = 0; n < limits.knownKeys; n += 1) told.postOnce(`k${n}`, { n: String(n) });
  expect(told.postOnce('one more', { a: '1' }).outcomes).toMatchObject([{ code: 'keys_full' }]);
  expect(told.postOnce('k0', { n: '0' }).outcomes).toMatchObject([{ outcome: 'applied' }]);
  expect(told.post({ a: 'without a key' }).outcomes).toMatchObject([{ outcome: 'applied' }]);
  told.later(limits.knownKeyMs + 61 * minute);
  expect(told.postOnce('one more', { a: '1' }).outcomes).toMatchObject([{ outcome: 'applied' }]);
});

test('an input without a key that the log repeats is recognised by its id', () => {
  const told = Told.quiet();
  const id = newId();
  told.say('posted', { id, variables: { a: 1 } });
  told.post({ a: 2 });
  told.say('posted', { id, variables: { a: 1 } });
  expect(told.variables).toEqual({ a: 2 });
});

test('a full queue rejects what comes, but never a close', () => {
  const told = Told.quiet();
  told.user('hello');
  for (let n = 0; n < limits.queuedInputs; n += 1) told.post({ n });
  expect(told.post({ n: -1 }).outcomes).toMatchObject([{ outcome: 'rejected', code: 'queue_full' }]);
  expect(told.say('closed', {}).outcomes).toEqual([]);
  expect(told.state.waiting).toMatchObject({ queue: limits.queuedInputs, urgent: 1 });
});

test('a session that would remember too much rejects the post and stays as it was', () => {
  const told = Told.quiet();
  const large = 'x'.repeat(limits.postedBytes / 4.5);
  const outcomes = ['a', 'b', 'c', 'd', 'e'].map((name) => told.post({ [name]: large }).outcomes[0]);
  expect(outcomes.map((outcome) => outcome && 'outcome' in outcome && outcome.outcome)).toEqual([
    'applied',
    'applied',
    'applied',
    'applied',
    'rejected',
  ]);
  expect(outcomes.at(-1)).toMatchObject({ code: 'session_full' });
  expect(Object.keys(told.variables ?? {})).toEqual(['a', 'b', 'c', 'd']);
});

test('a message that comes a day after the person wrote is dropped, its variables are kept', () => {
  const told = Told.quiet();
  told.user('pay');
  told.answer();
  told.later(limits.lateMessageMs);
  expect(told.post({ a: 1 }, 'paid').turns).toHaveLength(1);
  told.answer();
  told.later(1);
  const { turns, outcomes } = told.post({ a: 2 }, 'paid again');
  expect(turns).toEqual([]);
  expect(outcomes).toMatchObject([{ outcome: 'applied', note: 'message_too_late' }]);
  expect(told.variables).toMatchObject({ a: 2 });
});

test('the day begins at the opening while the person has not written', () => {
  const told = Told.quiet().later(limits.lateMessageMs + 1);
  expect(told.post({ a: 1 }, 'paid').outcomes).toMatchObject([{ note: 'message_too_late' }]);
});

test('after idle time a fresh session begins, and the conversation lives on', () => {
  const told = Told.quiet();
  told.post({ a: 1 });
  told.later(limits.sessionMs);
  told.post({ b: 2 });
  expect(told.variables).toEqual({ a: 1, b: 2 });
  told.later(limits.sessionMs + 1);
  told.post({ c: 3 });
  expect(told.state.session).toMatchObject({ number: 2, webView: { c: 3 }, stack: [], waiting: null });
});

test('a session does not end while a wait step waits, but its version does', () => {
  const told = Told.quiet();
  told.user('pay');
  told.answer({ remembers: { waiting: { id: 'w', kind: 'wait', for: 'payment' } } });
  told.later(20 * limits.sessionMs);
  told.post({ a: 1 });
  expect(told.state.session?.number).toBe(1);
  told.later(limits.sessionLifeMs);
  told.post({ a: 2 });
  expect(told.state.session?.number).toBe(2);
});

test('a session stays on its version; the next begins on its door’s, never on a lower one', () => {
  const told = Told.quiet();
  const newer = told.say('said', { text: 'hello', version: 3 });
  expect(newer.turns).toMatchObject([{ data: { session: { version: 1 } } }]);
  told.answer();
  told.later(limits.sessionMs + 1);
  expect(told.say('said', { text: 'hello', version: 3 }).turns).toMatchObject([{ data: { session: { version: 3 } } }]);
  told.answer();
  told.later(limits.sessionMs + 1);
  expect(told.say('said', { text: 'hello', version: 2 }).turns).toMatchObject([{ data: { session: { version: 3 } } }]);
});

test('a door whose clock is behind does not take time back', () => {
  const told = Told.quiet();
  told.later(10 * minute).post({ a: 1 });
  const { at } = told.state;
  told.later(-5 * minute).post({ a: 2 });
  expect(told.state.at).toBe(at);
});

test('an input that nobody can read ends as failed', () => {
  const told = Told.quiet();
  const { turns } = told.user('hello');
  const opened = turns[0];
  if (!opened) throw new Error('no turn');
  const garbled = { ...opened, topic: 'conversation.log', type: 'input.received', id: 'i-1', turn: undefined };
  expect(told.hear(garbled, 'unreadable').outcomes).toMatchObject([
    { inputId: 'i-1', outcome: 'failed', code: 'input_unreadable' },
  ]);
});
