import type { BotSettings } from '@backchannel/contracts';
import type { Selectable } from 'kysely';
import type { Transaction } from '../store/database.ts';
import type { Tables } from '../store/tables.ts';

type Set = Omit<BotSettings, 'botId' | 'revision' | 'enabled' | 'version' | 'hook'>;

/** What holds for a bot at once, with the values of the environment that it is linked to. */
export async function settingsOf(_trx: Transaction, { settings }: Selectable<Tables['bots']>): Promise<Partial<Set>> {
  return JSON.parse(settings) as Partial<Set>;
}
