import type { Event } from '@backchannel/contracts';
import { realPostgres } from '@backchannel/stack';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { received } from '../heard/received.fixture.ts';
import { type Database, openDatabase, type Transaction } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { ConversationModel } from './conversation.model.ts';
import { lockKept } from './kept.store.ts';
import { Talk } from './talk.fixture.ts';

const postgres = await realPostgres();
const at = Date.parse('2026-01-05T09:00:00Z');

const talk = new Talk({ now: at });
const model = new ConversationModel();
const told = (trx: Transaction, events: readonly Event[]) =>
  model.hear(
    trx,
    events.map((event) => received(event)),
  );

/** How many rows of conversations the transaction has changed, and how many of them without a new entry in an index. */
async function changes(trx: Transaction) {
  const { rows } = await sql<{ all: number; inPlace: number }>`
    select pg_stat_get_xact_tuples_updated('conversations'::regclass) as "all",
      pg_stat_get_xact_tuples_hot_updated('conversations'::regclass) as "inPlace"`.execute(trx);
  return rows[0];
}

describe.skipIf(postgres.missing)('a conversation on Postgres', () => {
  let db: Database;
  beforeAll(async () => {
    db = openDatabase({ url: await postgres.createDatabase() });
    await migrate(db);
    await db.transaction().execute((trx) => told(trx, [talk.opening, talk.answers()]));
  }, 30_000);
  afterAll(() => db.destroy());

  test('is written once for what comes together, and in its place', async () => {
    await db.transaction().execute(async (trx) => {
      await told(trx, [talk.hears('hello'), talk.answers()]);
      expect(await changes(trx)).toEqual({ all: 1, inPlace: 1 });
    });
  });

  test('is nobody else’s to change until the transaction has ended', async () => {
    const order: string[] = [];
    let other: Promise<unknown> | undefined;
    await db.transaction().execute(async (trx) => {
      await lockKept(trx, [talk.id]);
      const change = db.updateTable('conversations').set({ erasure_id: 'erasure' }).where('id', '=', talk.id);
      other = change.execute().then(() => order.push('other'));
      await expect.poll(() => waiting(db)).toBe(1);
      order.push('one');
    });
    await other;
    expect(order).toEqual(['one', 'other']);
  });
});

/** How many wait for somebody else's lock. */
async function waiting(db: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(db);
  return rows[0]?.count ?? 0;
}
