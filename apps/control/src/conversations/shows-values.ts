import { storedSettings } from '../settings/stored.ts';
import type { Database } from '../store/database.ts';
import { plain } from '../store/plain.ts';

/** Whether a bot's team may see what variables hold. */
export async function showsValues(db: Database, botId: string): Promise<boolean> {
  const bot = await db.selectFrom('bots').select('settings').where('id', '=', plain(botId)).executeTakeFirst();
  return bot !== undefined && storedSettings(bot.settings).showValues;
}
