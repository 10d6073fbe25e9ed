import type { Database } from '../store/database.ts';
import { plain } from '../store/plain.ts';
import { storedSettings } from './stored.ts';

/** What the bot's team has set; the defaults where control does not have the bot. */
export async function settingsOfBot(db: Database, botId: string | null) {
  const bot = await db
    .selectFrom('bots')
    .select('settings')
    .where('id', '=', plain(botId ?? ''))
    .executeTakeFirst();
  return storedSettings(bot?.settings ?? '{}');
}
