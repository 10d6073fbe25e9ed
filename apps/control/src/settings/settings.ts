import type { BotSettings } from '@backchannel/contracts';
import type { Selectable } from 'kysely';
import type { Transaction } from '../store/database.ts';
import type { Tables } from '../store/tables.ts';
import { linkedTo } from './environments.store.ts';
import { readLinkKeys } from './link-keys.store.ts';
import type { Generation } from './link-keys.ts';
import { storedSettings } from './stored.ts';

type Set = Omit<BotSettings, 'botId' | 'revision' | 'enabled' | 'version' | 'hook'>;

/** What holds for a bot at once, with the values of the environment that it is linked to. */
export async function settingsOf(trx: Transaction, bot: Selectable<Tables['bots']>): Promise<Partial<Set>> {
  const { showValues: _, environment: own, ...settings } = storedSettings(bot.settings);
  const linked = await linkedTo(trx, bot.id);
  const linkKeys = await readLinkKeys(trx, bot.id, Date.now());
  return {
    ...settings,
    environment: { ...own, ...linked?.values.plain },
    ...(linked && { sealed: { environment: linked.id, values: linked.values.sealed } }),
    linkKeys: linkKeys.map(said),
  };
}

const said = ({ generation, until }: Generation) => ({ generation, ...(until !== null && { until }) });
