import { BotSettings, type Event } from '@backchannel/contracts';
import { hookOf } from '../hooks/hook.ts';
import { settingsOf } from '../settings/settings.ts';
import type { Transaction } from '../store/database.ts';

/**
 * Has a bot's settings said as they are in this transaction, under the next revision; `first` goes before them (a version
 * that they name). Nothing is said of a bot that has no version yet. Call it after the change, in its transaction.
 */
export async function saySettings(trx: Transaction, botId: string, first: readonly Event[] = []): Promise<void> {
  const now = Date.now();
  const bot = await trx
    .updateTable('bots')
    .set(({ eb }) => ({ settings_revision: eb('settings_revision', '+', 1), updated_at: now }))
    .where('id', '=', botId)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (bot.version === null) return;
  const settings = BotSettings(
    {
      ...(await settingsOf(trx, bot)),
      hook: await hookOf(trx, botId),
      botId,
      revision: bot.settings_revision,
      enabled: bot.enabled === 1,
      version: bot.version,
    },
    { time: now },
  );
  await trx
    .insertInto('outbox')
    .values({ bot_id: botId, revision: bot.settings_revision, events: JSON.stringify([...first, settings]) })
    .execute();
}
