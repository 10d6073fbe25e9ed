import { limits } from '@backchannel/contracts';
import { Refused } from '@backchannel/service';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.ts';
import { writeAudit } from '../audit/audit.ts';
import { saySettings } from '../said/say-settings.ts';
import type { Database, Transaction } from '../store/database.ts';
import { Store } from '../store/store.ts';
import { takeHook } from './hook.ts';
import { endOf, isGood, newToken, shown, type TokenRow } from './token.ts';

/** Makes and ends tokens: each change is written down, and said to every instance of ingest. */
@Injectable()
export class Tokens {
  constructor(private readonly store: Store) {}

  create(caller: Caller, botId: string) {
    return this.store.change(async (trx) => {
      const now = Date.now();
      await takeTokens(trx, botId, now);
      const { token, row } = newToken(botId, caller.name, now);
      await addToken(trx, row);
      await writeAudit(trx, caller, { action: 'token.created', botId, subject: `tokens/${row.id}`, after: shown(row) });
      await saySettings(trx, botId);
      return { ...shown(row), token };
    });
  }

  /** In place of those that are good: with an overlap they go on that long, and not beyond their own end. */
  refresh(caller: Caller, botId: string, overlapMs: number) {
    return this.store.change(async (trx) => {
      const now = Date.now();
      const old = await takeTokens(trx, botId, now);
      for (const one of old) await endToken(trx, one, overlapMs === 0 ? null : endOf(one, now + overlapMs));
      const { token, row } = newToken(botId, caller.name, now);
      await addToken(trx, row);
      const [before, after] = [old.map(shown), { ...shown(row), overlapMs }];
      await writeAudit(trx, caller, { action: 'token.refreshed', botId, subject: `tokens/${row.id}`, before, after });
      await saySettings(trx, botId);
      return { ...shown(row), token };
    });
  }

  revoke(caller: Caller, botId: string, tokenId: string): Promise<void> {
    return this.store.change(async (trx) => {
      const row = (await takeTokens(trx, botId, Date.now())).find(({ id }) => id === tokenId);
      if (!row) throw new Refused('not_found', { detail: `the webhook has no token ${JSON.stringify(tokenId)}` });
      await trx.deleteFrom('hook_tokens').where('id', '=', tokenId).execute();
      await writeAudit(trx, caller, {
        action: 'token.revoked',
        botId,
        subject: `tokens/${tokenId}`,
        before: shown(row),
      });
      await saySettings(trx, botId);
    });
  }
}

/** The tokens that are good now, oldest first. */
export async function goodTokensOf(db: Database, botId: string, now: number): Promise<TokenRow[]> {
  const rows = await db.selectFrom('hook_tokens').selectAll().where('bot_id', '=', botId).orderBy('id').execute();
  return rows.filter((row) => isGood(row, now));
}

/** The same, and nobody changes them before the transaction ends. What has ended goes. */
async function takeTokens(trx: Transaction, botId: string, now: number): Promise<TokenRow[]> {
  await takeHook(trx, botId);
  await trx.deleteFrom('hook_tokens').where('bot_id', '=', botId).where('until', '<=', now).execute();
  return goodTokensOf(trx, botId, now);
}

async function addToken(trx: Transaction, row: TokenRow): Promise<void> {
  const { bot_id } = row;
  const others = await trx.selectFrom('hook_tokens').select('id').where('bot_id', '=', bot_id).execute();
  if (others.length >= limits.hookTokens)
    throw new Refused('conflict', {
      detail: `${others.length} tokens are good already: end one of them, or refresh them without an overlap`,
    });
  await trx.insertInto('hook_tokens').values(row).execute();
}

/** `until`: null ends it at once. */
async function endToken(trx: Transaction, { id }: TokenRow, until: number | null): Promise<void> {
  if (until === null) await trx.deleteFrom('hook_tokens').where('id', '=', id).execute();
  else await trx.updateTable('hook_tokens').set({ until }).where('id', '=', id).execute();
}
