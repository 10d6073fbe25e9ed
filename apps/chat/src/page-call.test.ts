import { type Event, InputReceived } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { answered, calling, received, unparsed, unreadable } from './answers.fixture.ts';
import { isOpen } from './page-call.ts';
import { nothing, type Showing } from './showing.ts';
import { rules } from './transcript.ts';

const base = { inputId: 'i', conversationId: 'c-1', at: 1 };
const bot = { version: 1, sessionMs: 1, lateMessageMs: 1 };
const returned = (callId: string) =>
  InputReceived({ ...base, kind: 'returned', botId: 'shop', bot, callId, value: 1 }, { time: 1 });
const elapsed = (name: string, id: string) =>
  InputReceived({ ...base, kind: 'elapsed', deadline: { name, id } }, { time: 1 });

function after(...records: readonly ReturnType<typeof received>[]): Showing {
  const view = { key: 'c-1', entry: () => undefined, rows: () => [] };
  const folded = records.filter((record) => rules.needs(record));
  return folded.reduce((state, record) => rules.decide({ ...view, state }, record).state ?? nothing, nothing);
}
const told = (...events: Event[]) => after(...events.map((event) => received(event)));
const called = answered(1, { session: calling('c1', 3000) });

test('the page call that the newest answer waits for is open until its time', () => {
  const { call } = told(called);
  expect(call).toEqual({ id: 'c1', until: called.time + 3000 });
  expect(isOpen(call, 'c1', called.time + 2999)).toBe(true);
  expect(isOpen(call, 'c1', called.time + 3000)).toBe(false);
  expect(isOpen(call, 'c0', called.time)).toBe(false);
});

test.each([
  ['its result', returned('c1')],
  ['its time-out', elapsed('wait', 'c1')],
  ['the next answer', answered(2)],
  ['a part of the next answer', answered(2, { final: false })],
  ['a failed answer, though the session is as it was', answered(2, { failed: true, session: calling('c1') })],
  ['the end of the conversation', answered(2, { leaves: 'closed', session: calling('c1') })],
  ['its transfer', answered(2, { leaves: 'transferred', session: calling('c1') })],
])('%s ends a page call', (_, event) => {
  expect(isOpen(told(called, event).call, 'c1', called.time)).toBe(false);
});

test('a call that was answered is not open again when the next answer names it once more', () => {
  const { call } = told(called, returned('c1'), answered(2, { session: calling('c1') }));
  expect(isOpen(call, 'c1', called.time)).toBe(false);
});

test.each([
  ['the result of another call', returned('c0')],
  ['another time-out', elapsed('wait', 'c0')],
  ['a time-out of another kind', elapsed('idle', 'c1')],
  ['an answer that comes twice', called],
  ['the answer to another turn', answered(4)],
])('%s leaves it open', (_, event) => {
  expect(told(called, event).call).toMatchObject({ id: 'c1' });
});

test('an answer that can not be read ends a page call as well, and one in the next answer takes its place', () => {
  expect(after(received(called), unreadable(answered(2))).call).toBeNull();
  expect(told(called, returned('c1'), answered(2, { session: calling('c2') })).call).toMatchObject({ id: 'c2' });
});

test('of a question or a wait step there is nothing to claim', () => {
  const waiting = { id: 'w', kind: 'wait' as const, for: 'webview', ms: 1 };
  expect(told(answered(1, { session: { ...calling('w'), waiting } })).call).toBeNull();
});

test('an input that can not end a call is not parsed', () => {
  const said = (text: string) => InputReceived({ ...base, kind: 'said', botId: 'shop', bot, text }, { time: 1 });
  expect(rules.needs(unparsed(said('hello, I have "returned"')))).toBeNull();
  expect(rules.needs(received(said('returned')))).toBeNull();
  expect(() => rules.needs(unparsed(elapsed('wait', 'c1')))).toThrow('it was parsed');
});
