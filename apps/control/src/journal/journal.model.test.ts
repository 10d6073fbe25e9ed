import type { Event } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import { realPostgres } from '@backchannel/stack';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { received, unreadable } from '../heard/received.fixture.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { Story, session } from './journal.fixture.ts';
import { JournalModel } from './journal.model.ts';

const postgres = await realPostgres();

type Topics = Record<'log' | 'turns' | 'tracking', readonly Received[]>;

const ends = [
  'answered',
  'parts',
  'failed',
  'garbled',
  'applied',
  'rejected',
  'unknown',
  'refused',
  'nothing',
  'opened',
  'closed',
] as const;
const turnless: ReadonlySet<string> = new Set(['applied', 'rejected', 'unknown', 'refused', 'closed']);
const Fate = fc.record({
  conversation: fc.nat(1),
  end: fc.constantFrom(...ends, 'without a beginning' as const, 'erased' as const),
  repeated: fc.boolean(),
  delivered: fc.boolean(),
});
type Fate = typeof Fate extends fc.Arbitrary<infer One> ? One : never;

const begin = Date.parse('2026-01-05T09:00:00Z');

/** What the topics say of inputs with these fates; where they are repeated, the second time says something else. */
function told(fates: readonly Fate[]): Topics {
  const stories = [new Story({ conversationId: 'c0' }), new Story({ conversationId: 'c1', botId: 'bank' })];
  const turns = [0, 0];
  const topics = { log: [] as Received[], turns: [] as Received[], tracking: [] as Received[] };
  const read = (event: Event) => received(event);
  for (const [place, { conversation, end, repeated, delivered }] of fates.entries()) {
    const story = stories[conversation] ?? new Story();
    const id = `input-${place}`;
    const turn = turnless.has(end) ? 0 : ++turns[conversation]!;
    story.now = begin + place * 60_000;
    for (const time of repeated ? ['first', 'again'] : ['first']) {
      story.later(1000);
      const input = inputOf(story, id, { end, time });
      if (end !== 'refused' && end !== 'without a beginning') {
        topics.log.push(end === 'garbled' ? unreadable(input) : read(input));
      }
      if (turn > 0 && end !== 'erased') topics.turns.push(read(story.later(5).turn(turn, input)));
      const reply = (number: number) => ({ id: `${turn}:${number}`, type: 'text' as const, text: `${number} ${time}` });
      if (end === 'parts') {
        const part = { final: false, session: null } as const;
        topics.log.push(read(story.later(5).answer(turn, id, { ...part, replies: [reply(1)] })));
        topics.log.push(read(story.later(5).answer(turn, id, { ...part, replies: [reply(1), reply(2)] })));
        topics.log.push(read(story.later(5).answer(turn, id, { replies: [reply(1), reply(2), reply(3)] })));
      } else if (end === 'erased') {
        topics.log.push(read(story.answer(turn, id, { leaves: 'erased', session: null, replies: [] })));
      } else if (turn > 0 && end !== 'nothing') {
        const more = { failed: end === 'failed', notes: [time], trace: [time, `log: ${time}`] };
        const after = { ...session, variables: { time } };
        topics.log.push(read(story.later(5).answer(turn, id, { replies: [reply(1)], session: after, ...more })));
      }
      story.later(5);
      if (end === 'refused') topics.tracking.push(read(story.refused(id, { pointer: `/${time}` })));
      else if (end === 'rejected' || end === 'unknown') {
        const code = end === 'unknown' ? 'conversation_unknown' : 'bot_mismatch';
        const more = { outcome: 'rejected', code } as const;
        topics.tracking.push(read(story.outcome(id, more)));
      } else if (end === 'applied' || end === 'closed')
        topics.tracking.push(read(story.outcome(id, time === 'first' ? { note: 'message_too_late' } : {})));
      else if (end !== 'nothing') topics.tracking.push(read(story.outcome(id, { outcome: 'answered', turn })));
      if (delivered && turn > 0) topics.tracking.push(read(story.later(5).delivered(id, turn)));
    }
  }
  return topics;
}

function inputOf(story: Story, id: string, { end, time }: { end: Fate['end']; time: string }) {
  if (end === 'erased') return story.erased(id);
  if (end === 'opened') return story.opened(id);
  return end === 'closed' ? story.closed(id) : story.posted({ name: time }, { inputId: id, message: time });
}

/** Goes back once, as a reader or a writer does who does not know how far it came. */
function goingBack(records: readonly Received[], [from, to]: readonly [number, number]): readonly Received[] {
  const [start, end] = [Math.min(from, to), Math.max(from, to)].map((share) => Math.floor(records.length * share));
  return [...records.slice(0, end), ...records.slice(start, end), ...records.slice(end)];
}

/** The topics one beside the other, in batches that are cut anywhere. */
function batches(topics: Topics, choices: Iterator<number>): (readonly Received[])[] {
  const left = Object.values(topics).map((records) => [...records]);
  const all: (readonly Received[])[] = [];
  while (left.some(({ length }) => length > 0)) {
    const some = left.filter(({ length }) => length > 0);
    const topic = some[choices.next().value % some.length];
    all.push(topic?.splice(0, 1 + (choices.next().value % 4)) ?? []);
  }
  return all;
}

/** Again, as a reader of the log does, where Postgres has ended one of two that waited for each other. */
async function hearAll(db: Database, model: JournalModel, records: readonly Received[]): Promise<void> {
  try {
    await db.transaction().execute((trx) => model.hear(trx, records));
  } catch (error) {
    if ((error as { code?: string }).code !== '40P01') throw error;
    await hearAll(db, model, records);
  }
}

/** The tables after some readers, who do not wait for each other. */
async function rowsAfter(db: Database, ...readers: readonly (readonly (readonly Received[])[])[]) {
  const model = new JournalModel();
  for (const table of ['journal_inputs', 'journal_values', 'journal_erased'] as const)
    await db.deleteFrom(table).execute();
  const read = async (all: readonly (readonly Received[])[]) => {
    for (const records of all) await hearAll(db, model, records);
  };
  await Promise.all(readers.map(read));
  const inputs = await db.selectFrom('journal_inputs').selectAll().orderBy('id').execute();
  const values = await db.selectFrom('journal_values').selectAll().execute();
  const erased = await db.selectFrom('journal_erased').select('conversation_id').execute();
  return { inputs, values: values.map((value) => JSON.stringify(value)).toSorted(), erased };
}

const databases = [
  { name: 'SQLite', runs: 150, open: async () => openDatabase({ path: ':memory:' }) },
  ...(postgres.missing
    ? []
    : [{ name: 'Postgres', runs: 40, open: async () => openDatabase({ url: await postgres.createDatabase() }) }]),
];

const Share = fc.double({ min: 0, max: 1, noNaN: true });
const Told = {
  fates: fc.array(Fate, { minLength: 1, maxLength: 8 }),
  back: fc.array(fc.tuple(Share, Share), { minLength: 3, maxLength: 3 }),
  choices: fc.infiniteStream(fc.nat(1000)),
};

describe.each(databases)('on $name', ({ runs, open }) => {
  test('the same becomes of inputs whichever topic is ahead, however batches are cut, and whatever is told twice', {
    tags: 'long',
    timeout: 60_000,
  }, async () => {
    const db = await open();
    await migrate(db);
    const property = fc.asyncProperty(fc.record(Told), async ({ fates, back, choices }) => {
      const topics = told(fates);
      const again = {
        log: goingBack(topics.log, back[0] ?? [0, 0]),
        turns: goingBack(topics.turns, back[1] ?? [0, 0]),
        tracking: goingBack(topics.tracking, back[2] ?? [0, 0]),
      };
      const once = told(fates.map((fate) => ({ ...fate, repeated: false })));
      const wanted = await rowsAfter(db, Object.values(once));
      expect(wanted.inputs).toHaveLength(fates.length);
      expect(await rowsAfter(db, batches(again, choices))).toEqual(wanted);
    });
    await fc.assert(property, { numRuns: runs });
    await db.destroy();
  });

  test('also when all topics are read at the same time', { tags: 'long', timeout: 60_000 }, async () => {
    const db = await open();
    await migrate(db);
    const property = fc.asyncProperty(fc.record(Told), async ({ fates, choices }) => {
      const topics = told(fates);
      const wanted = await rowsAfter(db, Object.values(topics));
      const readers = Object.values(topics).map((records) =>
        batches({ log: records, turns: [], tracking: [] }, choices),
      );
      expect(await rowsAfter(db, ...readers)).toEqual(wanted);
    });
    await fc.assert(property, { numRuns: runs });
    await db.destroy();
  });
});
