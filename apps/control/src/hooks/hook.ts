import { randomBytes } from 'node:crypto';
import { type BotSettings, HookEndpoint, hooksPath } from '@backchannel/contracts';
import { type Opened, Refused } from '@backchannel/service';
import type { Database, Transaction } from '../store/database.ts';

/** A bot's webhook, as ingest must know it; undefined while it has none. */
export async function hookOf(trx: Transaction, botId: string): Promise<BotSettings['hook']> {
  const hook = await hookRowOf(trx, botId);
  if (!hook) return undefined;
  const endpoints = await trx.selectFrom('hook_endpoints').selectAll().where('bot_id', '=', botId).execute();
  const tokens = await trx
    .selectFrom('hook_tokens')
    .select(['hash', 'until'])
    .where('bot_id', '=', botId)
    .orderBy('id')
    .execute();
  return {
    hookId: hook.hook_id,
    tokens: tokens.map(({ hash, until }) => (until === null ? { hash } : { hash, until })),
    endpoints: Object.fromEntries(
      endpoints.map(({ name, settings }) => [name, HookEndpoint.parse(JSON.parse(settings))]),
    ),
  };
}

export function hookRowOf(db: Database, botId: string) {
  return db.selectFrom('hooks').selectAll().where('bot_id', '=', botId).executeTakeFirst();
}

/** The bot's webhook, made if it has none; until the transaction ends nobody else changes anything of it. */
export async function takeHook(trx: Transaction, botId: string): Promise<{ hookId: string }> {
  await requireBot(trx, botId);
  const { hook_id } = await trx
    .insertInto('hooks')
    .values({ bot_id: botId, hook_id: randomBytes(12).toString('hex'), created_at: Date.now() })
    .onConflict((conflict) => conflict.column('bot_id').doUpdateSet({ bot_id: botId }))
    .returning('hook_id')
    .executeTakeFirstOrThrow();
  return { hookId: hook_id };
}

/** The version on which its new sessions begin, null before the first. */
export async function requireBot(db: Database, botId: string): Promise<number | null> {
  const bot = await db.selectFrom('bots').select('version').where('id', '=', botId).executeTakeFirst();
  if (!bot) throw new Refused('bot_unknown', { detail: `there is no bot ${JSON.stringify(botId)}` });
  return bot.version;
}

/** The link, as outside systems know it. */
export function hookAddress({ environment }: Pick<Opened, 'environment'>, hookId: string): string {
  return `${environment.ingestUrl ?? environment.publicUrl}${hooksPath}/${hookId}`;
}
