import { limits } from '@backchannel/contracts';
import type { Erasure } from '@backchannel/contracts/admin';
import { newId } from '@backchannel/contracts/ids';
import { Refused } from '@backchannel/service';
import type { Selectable } from 'kysely';
import { type Caller, seesBot } from '../access/caller.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Database, Transaction } from '../store/database.ts';
import { plain } from '../store/plain.ts';
import type { ConversationTables } from './conversations.tables.ts';
import { toSay } from './inputs-to-say.ts';
import { personOf } from './kept.ts';
import { momentOf } from './shown.ts';

type Row = Selectable<ConversationTables['erasures']>;

/** Writes down that a person is to be forgotten; asked again before all is gone, it is the same erasure. */
export async function beginErasure(
  trx: Transaction,
  caller: Caller,
  { botId, userId }: { botId: string; userId: string },
): Promise<string> {
  const asked = {
    id: newId(),
    bot_id: plain(botId),
    person: personOf(botId, userId),
    asked_at: Date.now(),
    conversations: 0,
    erased: 0,
    erased_at: null,
    lines: 0,
    journal_values: 0,
    parked: 0,
  };
  const { id } = await trx
    .insertInto('erasures')
    .values(asked)
    .onConflict((conflict) => conflict.column('person').doUpdateSet({ asked_at: asked.asked_at }))
    .returning('id')
    .executeTakeFirstOrThrow();
  await sayAgain(trx, id);
  await writeAudit(trx, caller, { action: 'person.erase', botId: asked.bot_id, subject: `erasures/${id}` });
  return id;
}

/** What the log has not answered yet may have been in vain: session failed, or its answer could not be read. */
async function sayAgain(trx: Transaction, erasureId: string): Promise<void> {
  const open = await trx
    .selectFrom('conversations')
    .select('id')
    .where('erasure_id', '=', erasureId)
    .where('erased_at', 'is', null)
    .execute();
  for (const { id } of open) await sayErased(trx, id);
}

export function sayErased(trx: Transaction, conversationId: string): Promise<void> {
  return toSay(trx, { kind: 'erased', inputId: newId(), conversationId, at: Date.now() });
}

/** A receipt of a bot that the caller may see; for everybody else there is none. */
export async function findErasure(db: Database, caller: Caller, erasureId: string): Promise<Erasure> {
  const row = await db.selectFrom('erasures').selectAll().where('id', '=', plain(erasureId)).executeTakeFirst();
  if (row && seesBot(caller, row.bot_id)) return receiptOf(row, Date.now());
  throw new Refused('not_found', { detail: `there is no receipt ${JSON.stringify(erasureId)}` });
}

/** When the last of it is gone from the log, as far as that is known. */
const completeAt = ({ asked_at, erased_at }: Pick<Row, 'asked_at' | 'erased_at'>): number =>
  Math.max(asked_at, erased_at ?? 0) + limits.logMostMs;

function receiptOf(row: Row, now: number): Erasure {
  const { conversations, erased } = row;
  const inLog = now < completeAt(row) ? 'in_log' : 'complete';
  return {
    erasureId: row.id,
    botId: row.bot_id,
    askedAt: momentOf(row.asked_at),
    state: erased < conversations ? 'erasing' : inLog,
    completeAt: momentOf(completeAt(row)),
    conversations,
    erased,
    messages: row.lines,
    journalValues: row.journal_values,
    parked: row.parked,
  };
}
