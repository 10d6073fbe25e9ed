import { limits } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { minute, Told } from './session.fixture.ts';

/** A deadline is said when its time has come. */
function elapse(told: Told, name: string) {
  const { id = '', at = 0 } = told.deadline(name) ?? {};
  told.now = Math.max(told.now, at);
  return told.say('elapsed', { deadline: { name, id } });
}

/** What says that it is time to forget, as things are now. */
const forgetting = (told: Told) => ({ deadline: { name: 'forget', id: told.deadline('forget')?.id ?? '' } });

test('what has ended is forgotten thirty days after its last input, with all that lies beside it', () => {
  const told = Told.quiet();
  told.later(10).postOnce('order-1', { status: 'paid' });
  const heardAt = told.now;
  told.readBack(told.later(minute).say('closed', {}));
  expect(told.deadline('idle')).toBeUndefined();
  expect(told.deadline('forget')?.at).toBe(heardAt + limits.conversationIdleMs);
  expect(elapse(told, 'forget').events).toEqual([]);
  const { states, entries, lists, deadlines } = told.memory;
  expect([states, entries, lists, deadlines].map(({ size }) => size)).toEqual([0, 0, 0, 0]);
  expect(told.user('hello?').outcomes).toMatchObject([{ outcome: 'rejected', code: 'conversation_unknown' }]);
});

test('a day at least, for its keys are known so long', () => {
  const told = Told.quiet();
  const closing = elapse(told, 'idle');
  const closedAt = told.now;
  told.readBack(closing);
  expect(told.deadline('forget')?.at).toBe(closedAt + limits.knownKeyMs);
});

test('of an erased one the number stays as long as the log', () => {
  const told = Told.quiet();
  told.readBack(told.say('closed', {}));
  told.readBack(told.later(minute).say('erased', {}));
  expect(told.deadline('forget')?.at).toBe(told.now + limits.logMostMs);
  elapse(told, 'forget');
  expect(told.memory.states.size).toBe(0);
});

test('only when it still is time: not by a deadline that an erasure has replaced, and not in its middle', () => {
  const told = Told.quiet();
  told.readBack(told.say('closed', {}));
  const erasing = told.say('erased', {});
  const erasedAt = told.now;
  elapse(told, 'forget');
  expect(told.deadline('forget')).toBeUndefined();
  expect(told.readBack(erasing).outcomes).toMatchObject([{ outcome: 'answered' }]);
  expect(told.state.status).toBe('erased');
  expect(told.deadline('forget')?.at).toBe(erasedAt + limits.logMostMs);
});

test('and not by one that comes late, when the erasure has its own', () => {
  const told = Told.quiet();
  told.readBack(told.say('closed', {}));
  const late = forgetting(told);
  told.readBack(told.later(minute).say('erased', {}));
  const own = told.deadline('forget');
  expect(told.say('elapsed', late).events).toEqual([]);
  expect(told.state.status).toBe('erased');
  expect(told.deadline('forget')).toEqual(own);
});

test.each(['closed', 'erased'] as const)('what is %s goes even if an older session has dropped its time', (kind) => {
  const told = Told.quiet();
  told.readBack(told.say(kind, {}));
  const { forgetAt: _, ...state } = told.state;
  told.memory.states.set(told.conversationId, JSON.parse(JSON.stringify(state)));
  elapse(told, 'forget');
  expect([told.memory.states.size, told.memory.deadlines.size]).toEqual([0, 0]);
});

test('what was taken from the log again is closed as long as everybody else keeps it', () => {
  const told = Told.quiet();
  const closing = told.say('closed', {});
  told.readBack(closing);
  const deadline = forgetting(told);
  told.memory.states.clear();
  told.later(minute).readBack(closing);
  expect(told.state.status).toBe('closed');
  told.say('elapsed', deadline);
  expect([told.memory.states.size, told.memory.deadlines.size]).toEqual([0, 0]);
});

test('what is told twice comes to nothing the second time', () => {
  const told = Told.quiet();
  told.readBack(told.say('closed', {}));
  const again = forgetting(told);
  elapse(told, 'forget');
  expect(told.say('elapsed', again).events).toEqual([]);
});
