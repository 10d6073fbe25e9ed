import type { Event, InputTracked } from '@backchannel/contracts';
import { type Slots, sqliteSlots } from '@backchannel/projection';
import { openLog } from '@backchannel/service';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Acknowledgements } from './acknowledgements.ts';
import { ChatStore } from './chat.store.ts';
import { Stage, until } from './stage.fixture.ts';

const PARTITIONS = 4;

/** Transcripts that an instance makes, and acknowledgements of another, whose calls of the store are noted. */
async function begin() {
  const slots = sqliteSlots(':memory:');
  const stage = new Stage({ slots });
  await stage.bot();
  await stage.chat();
  const calls: string[] = [];
  const fails = new Set<string>();
  const noted = new Proxy(slots, {
    get:
      (_, name: keyof Slots) =>
      (...args: unknown[]) => {
        calls.push(name);
        if (fails.has(name)) return Promise.reject(new Error('away'));
        return (slots[name] as (...args: unknown[]) => unknown)(...args);
      },
  });
  const said: Event[][] = [];
  const store = new ChatStore(noted, stage.broker);
  const begun = () =>
    new Acknowledgements(store, {
      log: openLog('chat', { logLevel: 'silent' }),
      async say(events) {
        calls.push('say');
        if (fails.has('say')) throw new Error('away');
        said.push([...events]);
      },
    });
  const shown = (id: string, turn: number) =>
    until(async () => (await new ChatStore(slots, stage.broker).standing(id)).showing.turn === turn);
  const ids = () => said.flat().map(({ id }) => id);
  const told = () => said.flat().map(({ data }) => (data as InputTracked).inputId);
  return {
    stage,
    calls,
    fails,
    said,
    ids,
    told,
    shown,
    begun,
    acknowledgements: begun(),
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}

test('what many conversations have seen costs two calls and one saying for each partition', async () => {
  await using chat = await begin();
  const { acknowledgements, stage, calls } = chat;
  const names = Array.from({ length: 60 }, (_, n) => `c-${n}`);
  for (const name of names) await stage.answer(name, { inputId: name });
  for (const name of names) await chat.shown(name, 1);
  for (const name of names) acknowledgements.seen(name, 1);
  await acknowledgements.idle();
  expect(chat.told().toSorted()).toEqual(names.toSorted());
  expect(calls.toSorted()).toEqual(['advance', 'raiseAll', 'say'].flatMap((call) => Array(PARTITIONS).fill(call)));

  calls.length = 0;
  for (const name of names) acknowledgements.seen(name, 1);
  await acknowledgements.idle();
  expect(calls).toEqual(Array(PARTITIONS).fill('advance'));
});

test.each(['advance', 'say', 'raiseAll'])(
  'when %s fails nothing is lost, and what is told twice is the same',
  async (call) => {
    await using chat = await begin();
    const { acknowledgements, fails } = chat;
    await chat.stage.answer('c-1');
    await chat.shown('c-1', 1);
    fails.add(call);
    acknowledgements.seen('c-1', 1);
    await acknowledgements.idle();
    fails.clear();
    // Another instance that is told the same after a crash.
    const other = chat.begun();
    other.seen('c-1', 1);
    await other.idle();
    acknowledgements.again();
    await acknowledgements.idle();
    expect(new Set(chat.told())).toEqual(new Set(['input-1']));
    expect(chat.ids()).toHaveLength(call === 'raiseAll' ? 2 : 1);
    expect(new Set(chat.ids()).size).toBe(1);
  },
);

test('what was seen is stored though it is told later: who ends the turn tells it', async () => {
  await using chat = await begin();
  await chat.stage.answer('c-1', { turn: 1, final: false });
  await until(async () => (await chat.stage.slots.range(0, where)).rows.length + (await others(chat.stage)) > 0);
  chat.acknowledgements.seen('c-1', 7);
  await chat.acknowledgements.idle();
  expect(chat.said).toEqual([]);
  await chat.stage.answer('c-1', { turn: 1 });
  await chat.shown('c-1', 1);
  const other = chat.begun();
  other.seen('c-1', 0);
  await other.idle();
  expect(chat.told()).toEqual(['input-1']);
});

const where = { key: 'c-1', list: 'transcript', from: 0, limit: 1 };
async function others({ slots }: Stage): Promise<number> {
  const all = await Promise.all([1, 2, 3].map((partition) => slots.range(partition, where)));
  return all.flatMap(({ rows }) => rows).length;
}

test('of a transcript of many pages every input is told once, also the one that is longer than a page', async () => {
  await using chat = await begin();
  const { stage, acknowledgements } = chat;
  const replies = Array.from({ length: 250 }, (_, i) => ({ id: `2:${i}`, type: 'text', text: 'x' }));
  await stage.answer('c-1');
  await stage.answer('c-1', { replies });
  for (let turn = 3; turn <= 130; turn += 1) await stage.answer('c-1');
  await chat.shown('c-1', 130);
  acknowledgements.seen('c-1', 1000);
  await acknowledgements.idle();
  expect(chat.told()).toEqual(Array.from({ length: 130 }, (_, i) => `input-${i + 1}`));
});

test('whoever acknowledges what in which order: told is each input whose last message was seen, once', {
  timeout: 60_000,
}, async () => {
  await using chat = await begin();
  let run = 0;
  const turns = fc.array(fc.nat(3), { minLength: 1, maxLength: 4 });
  const acks = fc.array(fc.record({ who: fc.nat(2), seq: fc.nat(12), settle: fc.boolean() }), { maxLength: 8 });
  const property = fc.asyncProperty(fc.array(turns, { minLength: 3, maxLength: 3 }), acks, async (all, acks) => {
    run += 1;
    chat.said.length = 0;
    const name = (who: number) => `c-${run}-${who}`;
    for (const [who, turns] of all.entries()) {
      for (const [i, count] of turns.entries()) {
        const replies = Array.from({ length: count }, (_, n) => ({ id: `${i + 1}:${n}`, type: 'text', text: 'x' }));
        await chat.stage.answer(name(who), { turn: i + 1, inputId: `${name(who)}:${i + 1}`, replies });
      }
      await chat.shown(name(who), turns.length);
    }
    for (const { who, seq, settle } of acks) {
      chat.acknowledgements.seen(name(who), seq);
      if (settle) await chat.acknowledgements.idle();
    }
    await chat.acknowledgements.idle();

    const expected = all.flatMap((turns, who) => {
      const seen = Math.max(0, ...acks.filter((ack) => ack.who === who).map(({ seq }) => seq));
      const ends = turns.map((_, i) => turns.slice(0, i + 1).reduce((sum, count) => sum + count, 0));
      return turns.flatMap((count, i) => (count > 0 && (ends[i] ?? 0) <= seen ? [`${name(who)}:${i + 1}`] : []));
    });
    expect(chat.told().toSorted()).toEqual(expected.toSorted());
  });
  await fc.assert(property, { numRuns: 15 });
});
