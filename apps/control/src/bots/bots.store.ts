import type { BotSummary } from '@backchannel/contracts/admin';
import type { Caller } from '../access/caller.ts';
import type { Database } from '../store/database.ts';

interface Page {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Bots by their ids, those that the caller may see. */
export async function listBots(db: Database, { bots }: Caller, { cursor = '', limit }: Page) {
  const rows = await db
    .selectFrom('bots')
    .leftJoin('bot_versions', (join) =>
      join.onRef('bot_versions.bot_id', '=', 'bots.id').onRef('bot_versions.version', '=', 'bots.version'),
    )
    .selectAll('bots')
    .select('bot_versions.bot as published')
    .where('id', '>', cursor)
    .$if(bots !== null, (query) => query.where('id', 'in', ['', ...(bots ?? [])]))
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(
    (row): BotSummary => ({
      botId: row.id,
      name: row.name,
      enabled: row.enabled === 1,
      version: row.version,
      draftChanged: row.draft !== row.published,
      createdAt: new Date(row.created_at).toISOString(),
      updatedAt: new Date(row.updated_at).toISOString(),
    }),
  );
  return { items, next: rows.length > limit ? (items.at(-1)?.botId ?? null) : null };
}
