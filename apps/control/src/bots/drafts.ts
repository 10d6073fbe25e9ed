import type { Json } from '@backchannel/contracts';
import type { BotDraft } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import { type Caller, seesBot } from '../access/caller.ts';
import { writeAudit } from '../audit/audit.ts';
import { requireRevision } from '../http/etag.ts';
import type { Transaction } from '../store/database.ts';
import { lockBot } from './bots.store.ts';
import { contentHash } from './content.ts';
import { diff } from './diff.ts';

/** Begins a bot with its first draft. */
export async function createBot(trx: Transaction, caller: Caller, bot: BotDraft): Promise<void> {
  if (!seesBot(caller, bot.id)) {
    throw new Refused('forbidden', { detail: `the credential is not for the bot ${JSON.stringify(bot.id)}` });
  }
  if (!(await insertBot(trx, bot))) {
    throw new Refused('conflict', { pointer: '/id', detail: `there is a bot ${JSON.stringify(bot.id)} already` });
  }
  await writeAudit(trx, caller, {
    action: 'bot.created',
    botId: bot.id,
    subject: 'draft',
    after: { draftRevision: 1 },
  });
}

/** Answers whether there was none of that id. */
export async function insertBot(trx: Transaction, bot: BotDraft): Promise<boolean> {
  const now = Date.now();
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('bots')
    .values({
      id: bot.id,
      ...draftOf(bot),
      enabled: 1,
      draft_revision: 1,
      version: null,
      file: null,
      file_version: null,
      settings: '{}',
      settings_revision: 0,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Saves the draft if it is still at the revision that its author has seen. */
export async function saveDraft(
  trx: Transaction,
  caller: Caller,
  { bot, ifMatch }: { readonly bot: BotDraft; readonly ifMatch: string },
): Promise<void> {
  const { draft, draft_revision } = await lockBot(trx, bot.id);
  requireRevision(ifMatch, draft_revision);
  await replaceDraft(trx, bot);
  const places = diff(JSON.parse(draft) as Json, bot as Json).map(({ pointer }) => pointer);
  await writeAudit(trx, caller, {
    action: 'draft.saved',
    botId: bot.id,
    subject: 'draft',
    before: { draftRevision: draft_revision },
    // The places alone: what they were is in the versions, and autosaves are many.
    after: { draftRevision: draft_revision + 1, changed: places.slice(0, 50), changes: places.length },
  });
}

export async function replaceDraft(trx: Transaction, bot: BotDraft): Promise<void> {
  await trx
    .updateTable('bots')
    .set(({ eb }) => ({ ...draftOf(bot), draft_revision: eb('draft_revision', '+', 1) }))
    .where('id', '=', bot.id)
    .execute();
}

function draftOf(bot: BotDraft) {
  const { name } = bot;
  return {
    name: typeof name === 'string' && name !== '' ? name.slice(0, 200) : bot.id,
    draft: JSON.stringify(bot),
    draft_hash: contentHash(bot as Json),
  };
}
