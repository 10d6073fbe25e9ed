import { newId } from '@backchannel/contracts/ids';
import type { Caller } from '../access/caller.ts';
import type { Transaction } from '../store/database.ts';

/** A change, as the audit trail tells it. */
export interface Change {
  readonly action: string;
  readonly botId?: string;
  /** What was changed: a path such as `endpoints/order-paid`. */
  readonly subject: string;
  /** Never a secret. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Writes a change down in the transaction that makes it. */
export async function writeAudit(trx: Transaction, { kind, id, name }: Caller, change: Change): Promise<void> {
  const { action, botId = null, subject, before, after } = change;
  const at = Date.now();
  await trx
    .insertInto('audit')
    .values({
      id: newId(at),
      at,
      by_kind: kind,
      by_id: id,
      by_name: name,
      action,
      bot_id: botId,
      subject,
      before: before === undefined ? null : JSON.stringify(before),
      after: after === undefined ? null : JSON.stringify(after),
    })
    .execute();
}
