import type { DryRun } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import type { Caller } from '../access/caller.ts';
import { writeAudit } from '../audit/audit.ts';
import { toSay } from '../conversations/inputs-to-say.ts';
import { keptIn } from '../conversations/kept.ts';
import { summaryOf } from '../conversations/shown.ts';
import { stampOf } from '../conversations/stamp.ts';
import type { Transaction } from '../store/database.ts';
import { plain } from '../store/plain.ts';
import { type Found, findParked } from './parked.store.ts';
import { inputIn, isFromDoor, readAgain } from './parked-record.ts';
import { decide, type Known } from './redrive.ts';

/** What would happen if it were redriven now. */
export async function tryOut(trx: Transaction, found: Found): Promise<DryRun> {
  return (await decided(trx, found)).dryRun;
}

/**
 * Has an input said again. The mark and what is to be said are written in one step, so that it is said by whoever comes
 * after a crash, and decided once by however many instances.
 */
export async function redrive(trx: Transaction, caller: Caller, parkedId: string): Promise<{ inputId: string }> {
  const found = await findParked(trx, caller, { parkedId, lock: true });
  const { row, botId } = found;
  if (row.status === 'redriven' && row.redriven_as !== null) return { inputId: row.redriven_as };
  const { dryRun, input } = await decided(trx, found);
  if (!input) throw new Refused('conflict', { detail: dryRun.obstacles.map(({ detail }) => detail).join('; ') });
  const { inputId } = input;
  await toSay(trx, input);
  await trx
    .updateTable('parked')
    .set({ status: 'redriven', redriven_as: inputId, decided_at: Date.now(), decided_by: caller.name })
    .where('id', '=', row.id)
    .execute();
  const change = { action: 'parked.redrive', subject: `parked/${row.id}`, after: { inputId } };
  await writeAudit(trx, caller, { ...change, ...(botId !== null && { botId }) });
  return { inputId };
}

export async function discard(
  trx: Transaction,
  caller: Caller,
  { parkedId, reason }: { parkedId: string; reason: string },
): Promise<Found> {
  const found = await findParked(trx, caller, { parkedId, lock: true });
  const { row, botId } = found;
  if (row.status !== 'parked') throw new Refused('conflict', { detail: `it was ${row.status} already` });
  const decision = {
    status: 'discarded',
    decided_reason: reason,
    decided_at: Date.now(),
    decided_by: caller.name,
  } as const;
  await trx.updateTable('parked').set(decision).where('id', '=', row.id).execute();
  const change = { action: 'parked.discard', subject: `parked/${row.id}`, after: { reason } };
  await writeAudit(trx, caller, { ...change, ...(botId !== null && { botId }) });
  return { row: { ...row, ...decision }, botId };
}

async function decided(trx: Transaction, { row }: Found) {
  const record = readAgain(row);
  const input = inputIn(record);
  const conversation = input ? await knownOf(trx, input.conversationId) : null;
  const bot = input && isFromDoor(input) ? await stampOf(trx, input.botId) : 'bot_unknown';
  return decide(row, { record, conversation, bot, now: Date.now() });
}

async function knownOf(trx: Transaction, conversationId: string): Promise<Known | null> {
  const row = await trx
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', plain(conversationId))
    .executeTakeFirst();
  if (!row) return null;
  const kept = keptIn(row);
  const { botId, userAt, openedAt, session } = kept;
  const awaits = session?.waiting?.kind === 'wait' ? session.waiting.for : null;
  return { botId, state: summaryOf(kept).state, userAt: userAt ?? openedAt, awaits };
}
