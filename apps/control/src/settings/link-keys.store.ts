import type { Database } from '../store/database.ts';
import { type Generation, goodAt } from './link-keys.ts';

/** The generations of a bot's link keys that are good. */
export async function readLinkKeys(db: Database, botId: string, now: number): Promise<readonly Generation[]> {
  const rows = await db.selectFrom('link_keys').selectAll().where('bot_id', '=', botId).orderBy('generation').execute();
  const generations = rows.map(({ generation, created_at: createdAt, until }) => ({ generation, createdAt, until }));
  return goodAt(now, generations);
}

/** These and no others are good from now on. */
export async function writeLinkKeys(trx: Database, botId: string, generations: readonly Generation[]): Promise<void> {
  await trx.deleteFrom('link_keys').where('bot_id', '=', botId).execute();
  const row = ({ generation, createdAt, until }: Generation) => ({
    bot_id: botId,
    generation,
    created_at: createdAt,
    until,
  });
  await trx.insertInto('link_keys').values(generations.map(row)).execute();
}
