import type { BotSettings } from '@backchannel/contracts';
import type { Transaction } from '../store/database.ts';

/** A bot's webhook, as ingest must know it; undefined while it has none. */
export async function hookOf(_trx: Transaction, _botId: string): Promise<BotSettings['hook']> {
  return undefined;
}
