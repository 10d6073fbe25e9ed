import { newId } from '@backchannel/contracts/ids';
import { Refused } from '@backchannel/service';
import type { Caller } from '../access/caller.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Transaction } from '../store/database.ts';
import { toSay } from './inputs-to-say.ts';
import type { Kept } from './kept.ts';
import { stampOf } from './stamp.ts';

/** Who leads a conversation, and where. */
export interface Leading {
  readonly caller: Caller;
  readonly kept: Kept;
}

/** Ends it, behind what the bot works on. */
export async function end(trx: Transaction, { caller, kept }: Leading): Promise<{ inputId: string }> {
  goesOn(kept);
  const inputId = newId();
  await toSay(trx, { kind: 'closed', inputId, conversationId: kept.id, at: Date.now() });
  await told(trx, { caller, kept }, { action: 'conversation.end', inputId });
  return { inputId };
}

/** Hands it back to the bot. */
export async function resume(trx: Transaction, leading: Leading & { message?: string | undefined }) {
  const { kept, message } = leading;
  const { id: conversationId, botId, standing } = kept;
  goesOn(kept);
  if (standing.leaves !== 'transferred') throw new Refused('conflict', { detail: 'it is with the bot already' });
  const bot = await stampOf(trx, botId);
  if (typeof bot === 'string') throw new Refused(bot);
  const inputId = newId();
  await toSay(trx, { kind: 'resumed', inputId, conversationId, at: Date.now(), botId, bot, message });
  await told(trx, leading, { action: 'conversation.resume', inputId });
  return { inputId };
}

function goesOn({ standing, erasureId }: Kept): void {
  if (standing.leaves === 'erased' || erasureId !== null)
    throw new Refused('not_found', { detail: 'it has been erased' });
  if (standing.leaves === 'closed') throw new Refused('conversation_closed');
}

function told(trx: Transaction, { caller, kept }: Leading, { action, inputId }: { action: string; inputId: string }) {
  const { id, botId } = kept;
  return writeAudit(trx, caller, { action, botId, subject: `conversations/${id}`, after: { inputId } });
}
