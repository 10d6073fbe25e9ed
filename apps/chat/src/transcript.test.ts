import { answerIn, type Event, InputReceived, type TurnAnswered } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { answered, received, said, text, unreadable } from './answers.fixture.ts';
import { nothing, type Row, type Showing } from './showing.ts';
import { rules, show } from './transcript.ts';

interface Folded {
  showing: Showing;
  rows: Row[];
}

function fold(records: readonly Received[], from: Folded = { showing: nothing, rows: [] }): Folded {
  return records.reduce((folded, record) => {
    const { showing, rows } = show(folded.showing, answerIn(record));
    return { showing, rows: [...folded.rows, ...rows] };
  }, from);
}
const told = (...events: Event[]) => fold(events.map((event) => received(event)));
const ids = ({ rows }: Folded) => rows.map(({ message }) => message.id);
const view = { key: 'c-1', entry: () => undefined, rows: () => [] };
const deadline = { name: 'forget', id: '1' };
const forgetting = received(
  InputReceived({ kind: 'elapsed', inputId: 'i', conversationId: 'c-1', at: 1, deadline }, { time: 1 }),
);
const seqs = ({ rows }: Folded) => rows.map(({ message }) => message.seq);

test('an answer shows the input first, then the replies, numbered', () => {
  const shown = told(answered(1, { message: said('hello'), replies: [text('1:a'), text('1:b')] }));
  expect(shown.rows.map(({ message }) => message)).toMatchObject([
    { seq: 1, id: 'input-1', from: 'user', type: 'text', text: 'hello', at: 1 },
    { seq: 2, id: '1:a', from: 'bot', type: 'text', text: '1:a', at: 1001 },
    { seq: 3, id: '1:b', from: 'bot' },
  ]);
  expect(shown.showing).toEqual({ turn: 1, head: 3, open: null, call: null, leaves: 'open' });
});

test('a reply keeps what its kind needs, and is numbered by us whatever it says', () => {
  const card = { ...text('1:a'), type: 'card', title: 'Shoes', delayMs: 5, seq: 99, from: 'user' };
  expect(told(answered(1, { replies: [card] })).rows[0]?.message).toEqual({
    ...card,
    seq: 1,
    from: 'bot',
    at: 1001,
  });
});

test('an answer in parts shows each message once', () => {
  const first = answered(1, { message: said('hi'), replies: [text('1:a')], final: false });
  const last = answered(1, { message: said('hi'), replies: [text('1:a'), text('1:b')] });
  const begun = told(first);
  expect(begun.showing).toMatchObject({ turn: 0, head: 2 });
  expect(ids(told(first, first, last, last, first))).toEqual(['input-1', '1:a', '1:b']);
});

test('what is for agents is no line of a transcript, and takes no number', () => {
  const secret = { id: '1:b', type: 'private', text: 'a risky customer' };
  const replies = [text('1:a'), secret, text('1:c')];
  const shown = told(answered(1, { replies: [text('1:a'), secret], final: false }), answered(1, { replies }));
  expect(ids(shown)).toEqual(['1:a', '1:c']);
  expect(seqs(shown)).toEqual([1, 2]);
  expect(JSON.stringify(shown)).not.toContain('risky');
});

test('a page call is a line like others, once its answer is final', () => {
  const call = { id: '1:b', type: 'page_call', callId: 'c-1', function: 'share', param: { session_id: 's' } };
  const replies = [text('1:a'), call];
  expect(ids(told(answered(1, { replies, final: false })))).toEqual(['1:a']);
  const shown = told(answered(1, { replies, final: false }), answered(1, { replies }));
  expect(shown.rows.map(({ message }) => message)).toMatchObject([{ id: '1:a' }, { ...call, from: 'bot', seq: 2 }]);
});

test('of two attempts at a turn the one that ends it first counts', () => {
  const one = answered(1, { replies: [text('1:a')] });
  const other = answered(1, { replies: [text('1:z')] });
  expect(ids(told(one, other))).toEqual(['1:a']);
});

test('an answer that skips a turn is not heeded', () => {
  expect(ids(told(answered(1, { replies: [text('1:a')] }), answered(3, { replies: [text('3:a')] })))).toEqual(['1:a']);
});

test('a reader that has lost the beginning begins at the first answer that ends a turn', () => {
  const part = answered(7, { replies: [text('7:a')], final: false });
  const lost = told(part, answered(8, { replies: [text('8:a')] }), answered(9, { replies: [text('9:a')] }));
  expect(ids(lost)).toEqual(['8:a', '9:a']);
  expect(seqs(lost)).toEqual([1, 2]);
});

test('an answer that can not be read still ends its turn', () => {
  const shown = fold([
    received(answered(1, { replies: [text('1:a')] })),
    unreadable(answered(2)),
    received(answered(3, { replies: [text('3:a')] })),
  ]);
  expect(ids(shown)).toEqual(['1:a', '3:a']);
});

test('a part that can not be read changes nothing', () => {
  expect(fold([unreadable(answered(1, { final: false }))])).toEqual({ showing: nothing, rows: [] });
});

test('a conversation that ends keeps its transcript and says so, once', () => {
  const shown = told(
    answered(1, { replies: [text('1:a')] }),
    answered(2, { leaves: 'closed' }),
    answered(3, { leaves: 'closed' }),
  );
  expect(shown.rows.map(({ message }) => message.type)).toEqual(['text', 'closed']);
  expect(shown.rows[1]).toMatchObject({ inputId: 'input-2', turn: 2, message: { seq: 2, from: 'bot' } });
});

test('of an erased conversation nothing stays but its number', () => {
  const { showing } = told(answered(1, { message: said('secret'), replies: [text('1:a')] }));
  const record = received(answered(2, { leaves: 'erased', message: said('secret') }));
  const state: Showing = { turn: 2, head: 0, open: null, call: null, leaves: 'erased' };
  expect(rules.decide({ ...view, state: showing }, record)).toEqual({ state, changes: [{ forget: true }] });
  expect(rules.decide({ ...view, state }, record)).toEqual({ state, changes: [] });
});

test.each(['closed', 'erased'] as const)('of one that is %s nothing stays when its time has come', (leaves) => {
  const { showing: state } = told(answered(1, { replies: [text('1:a')], leaves }));
  expect(rules.decide({ ...view, state }, forgetting)).toEqual({ state: null, changes: [{ forget: true }] });
});

test('of one that nobody has told of nothing begins to be kept', () => {
  expect(rules.decide({ ...view, state: nothing }, forgetting)).toEqual({ state: null });
  const { showing: state } = told(answered(1, { replies: [text('1:a')], final: false }));
  expect(rules.decide({ ...view, state }, forgetting)).toEqual({ state });
});

test.each(['open', 'transferred'] as const)('of one that is %s everything does', (leaves) => {
  const { showing: state } = told(answered(1, { replies: [text('1:a')], leaves }));
  expect(rules.decide({ ...view, state }, forgetting)).toEqual({ state });
});

test('an answer of which not even the turn is known changes nothing', () => {
  const record = unreadable(answered(1));
  const nameless = { ...record, envelope: { ...record.envelope, turn: undefined, final: undefined } };
  expect(fold([nameless])).toEqual({ showing: nothing, rows: [] });
});

test('only answers are folded', () => {
  const record = received(answered(1));
  expect(rules.needs(record)).toEqual({ key: 'c-1' });
  expect(rules.needs({ ...record, envelope: { ...record.envelope, type: 'input.received' } })).toBeNull();
});

/** The parts of an answer, the last one final. */
const attempt = (turn: number, name: string) =>
  fc
    .record({
      replies: fc.integer({ min: 0, max: 4 }),
      cuts: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
    })
    .map(({ replies, cuts }) => {
      // Attempts share their first reply, as they do when a step before the slow call is the same.
      const all = Array.from({ length: replies }, (_, place) => text(`${turn}:${place === 0 ? '' : name}${place}`));
      const parts = [...cuts]
        .toSorted((a, b) => a - b)
        .map((cut) => answered(turn, { message: said('hi'), replies: all.slice(0, cut), final: false }));
      return [...parts, answered(turn, { message: said('hi'), replies: all })];
    });

test('whatever two attempts say in which order, each reply is shown once, densely numbered, and readers agree', {
  tags: 'long',
}, () => {
  const turns = fc.tuple(attempt(1, 'a'), attempt(1, 'b'), attempt(2, 'a'), attempt(2, 'b'), attempt(3, 'a'));
  // What was said of a turn is there before its successor is opened; zombies and repeats may come any time after.
  const logs = fc.tuple(turns, fc.infiniteStream(fc.nat())).map(([sources, random]) => {
    const queues = sources.map((events) => [...events]);
    const log: Event<TurnAnswered>[] = [];
    const ended = () => Math.max(0, ...log.filter(({ final }) => final).map(({ turn }) => turn ?? 0));
    while (queues.some(({ length }) => length > 0)) {
      const able = queues.filter((queue) => queue[0] && (queue[0].turn ?? 0) <= ended() + 1);
      const pick = random.next().value as number;
      const next = able[pick % able.length]?.shift();
      if (next) log.push(next, ...(pick % 3 === 0 ? [next] : []), ...(pick % 5 === 0 ? log.slice(0, 1) : []));
    }
    return log;
  });
  fc.assert(
    fc.property(logs, fc.nat(), (events, cut) => {
      const records = events.map((event) => received(event));
      const whole = fold(records);
      expect(whole.showing.turn).toBe(3);
      expect(seqs(whole)).toEqual(whole.rows.map((_, place) => place + 1));
      expect(new Set(ids(whole)).size).toBe(whole.rows.length);
      for (const turn of [1, 2, 3]) {
        const winner = events.find((event) => event.turn === turn && event.final)?.data.replies ?? [];
        const shown = whole.rows.filter((row) => row.turn === turn).map(({ message }) => message.id);
        expect(shown[0]).toBe(`input-${turn}`);
        for (const { id } of winner) expect(shown).toContain(id);
        const before = events.slice(0, events.findIndex((event) => event.turn === turn && event.final) + 1);
        const offered = new Set(
          before.flatMap(({ data }) => (data.turn === turn ? data.replies.map(({ id }) => id) : [])),
        );
        expect(new Set(shown.slice(1))).toEqual(offered);
      }
      const at = cut % (records.length + 1);
      expect(fold(records.slice(at), fold(records.slice(0, at)))).toEqual(whole);
    }),
    { numRuns: 1000 },
  );
});
