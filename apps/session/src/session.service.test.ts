import { type Event, InputReceived, limits, TurnAnswered, topics } from '@backchannel/contracts';
import { newId } from '@backchannel/contracts/ids';
import { sqliteSlots } from '@backchannel/projection';
import { noMeter, Opened, readEnvironment } from '@backchannel/service';
import { expect, onTestFinished, test } from 'vitest';
import { house, serviceOn } from './house.fixture.ts';
import { SessionController } from './session.controller.ts';
import { SessionStore } from './session.store.ts';

// Through the broker: something is said, and what session says of it is heard.

test('an opening, a post that waits, an answer: turns and outcomes come out in order', async () => {
  const at = await house();
  await serviceOn(at);
  await at.say(at.open(), at.post({ variables: { a: 1 } }), at.post({ message: 'paid' }));
  await expect.poll(at.turns).toHaveLength(1);
  expect(at.outcomes()).toEqual([]);

  const [opening] = at.turns();
  if (!opening) throw new Error('no turn');
  await at.say(at.answer(opening));
  await expect
    .poll(at.turns)
    .toMatchObject([{ turn: 1 }, { turn: 2, input: { message: 'paid' }, session: { webView: { a: 1 } } }]);
  await expect.poll(() => at.outcomes().map(({ outcome }) => outcome)).toEqual(['answered', 'applied']);
});

test('what is said of turns and inputs says when, by the clock', async () => {
  const at = await house();
  await serviceOn(at);
  const before = Date.now();
  await at.say({ ...at.open(), time: 1 }, at.post({}));
  await expect.poll(at.turns).toHaveLength(1);
  const [turn] = at.turns();
  if (!turn) throw new Error('no turn');
  await at.say(at.answer(turn));
  await expect.poll(at.outcomes).toHaveLength(2);
  for (const { saidAt = 0 } of [turn, ...at.outcomes()]) expect(saidAt).toBeGreaterThanOrEqual(before);
});

test('a wait step is ended by a post that says nothing; the next one is kept for another', async () => {
  const at = await house();
  await serviceOn(at);
  await at.say(at.open());
  await expect.poll(at.turns).toHaveLength(1);
  const [opening] = at.turns();
  if (!opening) throw new Error('no turn');
  const waiting = { id: '1:wait', kind: 'wait' as const, for: 'webview:PaymentStatus' };
  const answer = at.answer(opening).data;
  const posts = [{ other: 1 }, { PaymentStatus: 'DECLINED' }, { PaymentStatus: 'OK' }].map((variables) =>
    at.post({ variables }),
  );
  await at.say(
    TurnAnswered({ ...answer, session: { ...opening.session, waiting } }, { time: Date.now() }),
    ...posts,
    at.post({ endpoint: 'done', target: { dialog: 'Done' } }),
  );
  await expect
    .poll(at.turns)
    .toMatchObject([
      { turn: 1 },
      { turn: 2, input: { inputId: posts[1]?.id }, session: { waiting, arrived: { 'webview:other': posts[0]?.id } } },
    ]);

  const [, waited] = at.turns();
  if (!waited) throw new Error('no turn');
  await at.say(at.answer({ ...waited, session: { ...waited.session, waiting: null } }));
  await expect
    .poll(() => at.turns()[2])
    .toMatchObject({
      turn: 3,
      input: { endpoint: 'done' },
      session: { webView: { PaymentStatus: 'OK' }, arrived: { 'webview:PaymentStatus': posts[2]?.id } },
    });
  await expect
    .poll(() => at.outcomes().map(({ outcome }) => outcome))
    .toEqual(['answered', 'applied', 'answered', 'applied']);
});

test('a close is answered by session itself, and what comes after is rejected', async () => {
  const at = await house();
  await serviceOn(at);
  await at.say(at.open());
  await expect.poll(at.turns).toHaveLength(1);
  const [opening] = at.turns();
  if (!opening) throw new Error('no turn');
  const { conversationId } = opening.conversation;
  const close = InputReceived(
    { kind: 'closed', inputId: newId(), conversationId, at: Date.now() },
    { time: Date.now() },
  );
  await at.say(at.answer(opening), close, at.post({ message: 'too late' }));
  await expect.poll(at.answers).toMatchObject([{ turn: 1 }, { turn: 2, leaves: 'closed', final: true }]);
  await expect.poll(() => at.outcomes().at(-1)).toMatchObject({ outcome: 'rejected', code: 'conversation_closed' });
});

test('what can not be read is parked, ends as failed, and holds up nobody', async () => {
  const at = await house();
  const { counted } = await serviceOn(at);
  const garbled = { ...at.post({}), data: { kind: 'posted' } } as Event;
  expect(await counted('backchannel_consumer_parked_total')).toEqual([0]);
  await at.say(at.open(), garbled, at.post({ variables: { a: 1 } }));
  await expect.poll(at.outcomes).toMatchObject([{ inputId: garbled.id, outcome: 'failed', code: 'input_unreadable' }]);
  await expect.poll(at.turns).toHaveLength(1);
  await expect
    .poll(at.parked)
    .toMatchObject([{ topic: 'conversation.log', group: 'session', reason: expect.any(String) }]);
  expect(await counted('backchannel_consumer_parked_total')).toEqual([1]);
});

test('so is what belongs to nobody, as far as it tells; whose key it came with is not touched', async () => {
  const at = await house();
  await serviceOn(at);
  const before = Date.now();
  await at.say(at.open());
  await expect.poll(at.turns).toHaveLength(1);
  const [opening] = at.turns();
  if (!opening) throw new Error('no turn');
  const garbled = { ...at.answer(opening), conversation: undefined, data: {} } as Event;
  const strange = { ...at.post({}), type: 'nobody.knows.it', conversation: undefined, time: 0 } as Event;
  await at.say(garbled, strange, { ...strange, key: '' }, at.answer(opening));
  await expect.poll(at.outcomes).toMatchObject([{ outcome: 'answered' }]);
  await expect
    .poll(() => at.parked().map(({ offset, key }) => [offset, key]))
    .toEqual([
      [1, garbled.key],
      [2, garbled.key],
      [3, ''],
    ]);
  for (const time of at.parkedAt()) expect(time).toBeGreaterThanOrEqual(before);
});

/** The store with a clock of its own, in the hands of a broker that is told when. */
async function storeWithClock() {
  const at = await house();
  const clock = { now: Date.parse('2026-01-05T09:00:00Z') };
  const opened = new Opened('session', readEnvironment({ LOG_LEVEL: 'silent' }), at.broker);
  const slots = sqliteSlots(':memory:');
  const { broker, health, name } = opened;
  const store = new SessionStore({ broker, health, meter: noMeter, name, slots: () => slots }, () => clock.now);
  const controller = new SessionController(store);
  const stop = at.broker.consume({
    group: 'session',
    topic: topics[0] as (typeof topics)[number],
    reader: { kind: 'batch', handle: (records, partition) => controller.onLog(records, partition) },
    assigned: (partition) => controller.onAssigned(partition),
    tick: (partition) => controller.onTick(partition),
  });
  onTestFinished(() => stop());
  return { ...at, clock, slots };
}

test('a turn that nobody answers for fifteen minutes is answered as failed, once', { tags: 'long' }, async () => {
  const at = await storeWithClock();
  await at.say(at.open());
  await expect.poll(at.turns).toHaveLength(1);
  at.clock.now += limits.turnMs;
  await expect.poll(at.answers, { timeout: 5000 }).toMatchObject([{ turn: 1, failed: true, final: true }]);
  await expect.poll(at.outcomes).toMatchObject([{ outcome: 'failed', code: 'input_failed', turn: 1 }]);
});

test('what a wait step waits for in vain is told to the log when its time has come', { tags: 'long' }, async () => {
  const at = await storeWithClock();
  await at.say(at.open());
  await expect.poll(at.turns).toHaveLength(1);
  const [opening] = at.turns();
  if (!opening) throw new Error('no turn');
  const waiting = { id: '1:wait', kind: 'wait' as const, for: 'payment', ms: 60_000 };
  const answer = at.answer(opening);
  const answered = TurnAnswered({ ...answer.data, session: { ...opening.session, waiting } }, { time: at.clock.now });
  await at.say(answered);
  await expect.poll(at.outcomes).toHaveLength(1);
  expect(at.turns()).toHaveLength(1);
  at.clock.now += waiting.ms;
  await expect
    .poll(at.turns, { timeout: 5000 })
    .toMatchObject([{ turn: 1 }, { turn: 2, input: { kind: 'elapsed', deadline: { id: '1:wait' } } }]);
});

test('what has ended is forgotten when its time has come', { tags: 'long' }, async () => {
  const at = await storeWithClock();
  await at.say(at.open());
  await expect.poll(at.turns).toHaveLength(1);
  const [opening] = at.turns();
  if (!opening) throw new Error('no turn');
  const { conversationId } = opening.conversation;
  await at.say(TurnAnswered({ ...at.answer(opening).data, leaves: 'closed' }, { time: at.clock.now }));
  await expect.poll(at.outcomes).toMatchObject([{ outcome: 'answered' }]);
  expect(await at.slots.state(0, conversationId)).toMatchObject({ status: 'closed' });
  at.clock.now = Date.now() + limits.conversationIdleMs;
  await expect.poll(() => at.slots.state(0, conversationId), { timeout: 5000 }).toBeNull();
});
