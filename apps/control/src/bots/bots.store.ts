import type { BotDetail, BotSummary } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { momentOf } from '../http/moment.ts';
import type { Database, Transaction } from '../store/database.ts';
import type { BotTables } from './bots.tables.ts';

export type BotRow = Selectable<BotTables['bots']>;

interface Page {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Bots by their ids, those that the caller may see. */
export async function listBots(db: Database, { bots }: Caller, { cursor, limit }: Page) {
  const [after = ''] = readCursor(z.tuple([z.string()]), cursor) ?? [];
  const rows = await withPublished(db)
    .where('bots.id', '>', after)
    .$if(bots !== null, (query) => query.where('bots.id', 'in', ['', ...(bots ?? [])]))
    .orderBy('bots.id')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(summaryOf);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? cursorOf(last.botId) : null };
}

export async function getBot(db: Database, botId: string): Promise<BotDetail> {
  const row = await withPublished(db)
    .select(['bots.draft_revision'])
    .select((eb) =>
      eb.selectFrom('outbox').select(eb.fn.countAll<number>().as('count')).where('bot_id', '=', botId).as('untold'),
    )
    .where('bots.id', '=', botId)
    .executeTakeFirst();
  if (!row) throw unknownBot(botId);
  return { ...summaryOf(row), draftRevision: row.draft_revision, told: Number(row.untold) === 0 };
}

/** All of a bot, its content too. */
export async function requireBot(db: Database, botId: string): Promise<BotRow> {
  const row = await db.selectFrom('bots').selectAll().where('id', '=', botId).executeTakeFirst();
  if (!row) throw unknownBot(botId);
  return row;
}

/** The same, and nobody else changes it until the transaction has ended. */
export async function lockBot(trx: Transaction, botId: string): Promise<BotRow> {
  const row = await trx
    .updateTable('bots')
    .set({ updated_at: Date.now() })
    .where('id', '=', botId)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw unknownBot(botId);
  return row;
}

function unknownBot(botId: string): Refused {
  return new Refused('bot_unknown', { detail: `there is no bot ${JSON.stringify(botId)}` });
}

function withPublished(db: Database) {
  return db
    .selectFrom('bots')
    .leftJoin('bot_versions', (join) =>
      join.onRef('bot_versions.bot_id', '=', 'bots.id').onRef('bot_versions.version', '=', 'bots.version'),
    )
    .select(['bots.id', 'bots.name', 'bots.enabled', 'bots.version', 'bots.draft_hash'])
    .select(['bots.created_at', 'bots.updated_at', 'bot_versions.hash']);
}

type Listed = Pick<BotRow, 'id' | 'name' | 'enabled' | 'version' | 'draft_hash' | 'created_at' | 'updated_at'>;

function summaryOf(row: Listed & { hash: string | null }): BotSummary {
  return {
    botId: row.id,
    name: row.name,
    enabled: row.enabled === 1,
    version: row.version,
    draftChanged: row.draft_hash !== row.hash,
    createdAt: momentOf(row.created_at),
    updatedAt: momentOf(row.updated_at),
  };
}
