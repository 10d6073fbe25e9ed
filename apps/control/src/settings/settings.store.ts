import { hash } from 'node:crypto';
import { Settings } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import { type Caller, seesBot } from '../access/caller.ts';
import { writeAudit } from '../audit/audit.ts';
import type { BotRow } from '../bots/bots.store.ts';
import type { Database, Transaction } from '../store/database.ts';
import { linkOf, lockEnvironment, writeLink } from './environments.store.ts';
import { storedSettings, textOf } from './stored.ts';

export async function readSettings(db: Database, bot: BotRow): Promise<Settings> {
  return Settings.parse({ ...storedSettings(bot.settings), linkedEnvironment: await linkOf(db, bot.id) });
}

/** What its `ETag` is made of: other changes of the bot do not count. */
export const revisionOf = (settings: Settings): number =>
  hash('sha256', JSON.stringify(settings), 'buffer').readUIntBE(0, 6);

/** Has a bot these settings in place of others, and writes down who wanted it. */
export async function writeSettings(
  trx: Transaction,
  before: { bot: BotRow; settings: Settings; caller: Caller },
  after: Settings,
) {
  const { bot, settings, caller } = before;
  const { linkedEnvironment: environment } = after;
  if (environment !== settings.linkedEnvironment) {
    if (environment !== undefined) await requireLinkable(trx, environment, caller);
    await writeLink(trx, bot.id, environment);
  }
  await trx
    .updateTable('bots')
    .set({ settings: textOf(after) })
    .where('id', '=', bot.id)
    .execute();
  const change = { action: 'settings.changed', botId: bot.id, subject: 'settings', before: settings, after };
  await writeAudit(trx, caller, change);
}

/** Whoever links a bot has its scripts read the values: only those who see the environment may. */
async function requireLinkable(trx: Transaction, id: string, caller: Caller): Promise<void> {
  const environment = await lockEnvironment(trx, id);
  if (environment && (caller.bots === null || environment.bots.some((botId) => seesBot(caller, botId)))) return;
  const detail = `/linkedEnvironment: there is no environment ${JSON.stringify(id)}`;
  throw new Refused('field_invalid', { pointer: '/linkedEnvironment', detail });
}
