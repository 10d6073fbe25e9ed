import { limits } from '@backchannel/contracts';
import { realPostgres } from '@backchannel/stack';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../store/database.ts';
import { explained, passedOver } from '../store/explained.fixture.ts';
import { migrate } from '../store/migrate.ts';
import { whoseTimeIsOver } from './retention.ts';

const postgres = await realPostgres();
const now = Date.parse('2026-01-05T09:00:00Z');
const lately = now - 1000;
const old = now - limits.conversationIdleMs - limits.logMostMs - 2 * 3_600_000;

interface Kind {
  readonly state: string;
  readonly isFull: boolean;
  readonly inputAt: number;
  readonly endedAt: number | null;
  readonly erasedAt: number | null;
}
const open: Kind = { state: 'open', isFull: true, inputAt: lately, endedAt: null, erasedAt: null };
const closed: Kind = { ...open, state: 'closed', endedAt: lately };
const empty: Kind = { ...closed, isFull: false, inputAt: old };
const erased: Kind = { ...empty, state: 'erased', erasedAt: lately };

/** What there is of each kind, and of each that is to go. */
const there: readonly (readonly [kind: Kind, count: number])[] = [
  [open, 60_000],
  [closed, 10_000],
  [empty, 30_000],
  [erased, 1000],
  [{ ...open, inputAt: old }, 100],
  [{ ...closed, inputAt: old }, 100],
  [{ ...empty, endedAt: old }, 100],
  [{ ...erased, erasedAt: old }, 100],
];

async function fill(db: Database): Promise<void> {
  for (const [place, [kind, count]] of there.entries()) {
    const { state, isFull, inputAt, endedAt, erasedAt } = kind;
    const moment = (at: number | null) => (at === null ? sql`null` : sql`${sql.lit(at)} - i`);
    await sql`
      with recursive numbers(i) as (select 0 union all select i + 1 from numbers where i < ${sql.lit(count - 1)})
      insert into conversations (id, bot_id, attributes, opened_at, input_at, standing, state, ended_at, erased_at)
      select
        ${sql.lit(`talk-${place}-`)} || i, 'shop', ${isFull ? sql.lit('{}') : sql`null`}, 0, ${moment(inputAt)}, '{}',
        ${sql.lit(state)}, ${moment(endedAt)}, ${moment(erasedAt)}
      from numbers`.execute(db);
  }
  await sql`
    insert into journal_inputs (id, conversation_id, at)
    select id, id, input_at from conversations where ended_at > ${sql.lit(old)}`.execute(db);
  await sql`analyze`.execute(db);
}

const asked = (db: Database) => {
  const { toEmpty, toForget } = whoseTimeIsOver(db, now);
  return { toEmpty, ...toForget };
};
const queries = [
  { those: 'are to be emptied', name: 'toEmpty', index: 'full' },
  { those: 'have ended', name: 'ended', index: 'empty' },
  { those: 'session has lost', name: 'open', index: 'full' },
  { those: 'session has lost, of others than the bot', name: 'transferred', index: 'full' },
  { those: 'are erased', name: 'erased', index: 'erased' },
] as const;

describe('on SQLite', () => {
  const db = openDatabase({ path: ':memory:' });
  beforeAll(() => migrate(db));
  afterAll(() => db.destroy());

  test.each(queries)('an index finds those that $those', async ({ name, index }) => {
    const query = asked(db)[name];
    const plan = query && (await explained(db, 'explain query plan', query));
    expect(plan).toMatch(new RegExp(`SEARCH conversations USING INDEX conversations_${index}\\b`));
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
  });
});

describe.skipIf(postgres.missing)('100,000 conversations on Postgres:', () => {
  let db: Database;
  beforeAll(async () => {
    db = openDatabase({ url: await postgres.createDatabase() });
    await migrate(db);
    await fill(db);
  }, 30_000);
  afterAll(() => db.destroy());

  test.each(queries)('an index finds those that $those', async ({ name }) => {
    const query = asked(db)[name];
    const plan = query && (await explained(db, 'explain analyze', query));
    expect(plan).not.toMatch(/Seq Scan on (conversations|journal_inputs)/);
    expect(passedOver(plan ?? '')).toBeLessThan(1500);
  });
});
