import { BotSettings, type BotStamp, type ProblemCode } from '@backchannel/contracts';
import { settingsOf } from '../settings/settings.ts';
import type { Transaction } from '../store/database.ts';

/** What control knows of a bot as the door of an input: what session must know, or why no door would take the input. */
export async function stampOf(
  trx: Transaction,
  botId: string,
): Promise<BotStamp | Extract<ProblemCode, `bot_${string}`>> {
  const bot = await trx.selectFrom('bots').selectAll().where('id', '=', botId).executeTakeFirst();
  if (!bot || bot.version === null) return 'bot_unknown';
  if (bot.enabled !== 1) return 'bot_disabled';
  const { version } = bot;
  const settings = BotSettings.schema.parse({ ...(await settingsOf(trx, bot)), botId, revision: 0, version });
  const { sessionMs, lateMessageMs } = settings;
  return { version, sessionMs, lateMessageMs };
}
