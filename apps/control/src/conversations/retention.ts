import { limits } from '@backchannel/contracts';
import type { ExpressionBuilder } from 'kysely';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';

/** Conversations of one step: whoever reads the log waits for it. */
const STEP = 50;

/** Takes away some conversations whose time is over; answers whether there may be more. */
export async function forgetOld(store: Store, now: number): Promise<boolean> {
  return store.change(async (trx) => {
    const rows = await trx
      .selectFrom('conversations')
      .select('id')
      .where(over(now))
      .orderBy('id')
      .limit(STEP)
      .execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return false;
    await trx.deleteFrom('transcript_lines').where('conversation_id', 'in', ids).execute();
    await trx.deleteFrom('inputs_to_say').where('conversation_id', 'in', ids).execute();
    await trx.deleteFrom('conversations').where('id', 'in', ids).execute();
    return ids.length === STEP;
  });
}

/**
 * One that has ended stays 30 days after its last input; a tombstone until nothing in the log is about it. Session ends
 * what nobody goes on with: one that it has lost is as old as that, and as what the log could still tell of it. What is
 * to be forgotten stays until the log says that it is.
 */
const over = (now: number) => {
  const idle = now - limits.conversationIdleMs;
  return (eb: ExpressionBuilder<Tables, 'conversations'>) =>
    eb.or([
      eb.and([eb('state', '=', 'closed'), eb('input_at', '<', idle), eb('erasure_id', 'is', null)]),
      eb.and([
        eb('state', 'in', ['open', 'transferred']),
        eb('input_at', '<', idle - limits.logMs),
        eb('erasure_id', 'is', null),
      ]),
      eb('erased_at', '<', now - limits.logMs),
    ]);
};

/** Of a person of whom nothing is left not even the mark stays by which they would be found. */
export async function closeReceipts({ db }: Store, now: number): Promise<void> {
  await db
    .updateTable('erasures')
    .set({ person: null })
    .where('person', 'is not', null)
    .whereRef('erased', '>=', 'conversations')
    .where('asked_at', '<', now - limits.logMs)
    .where((eb) => eb.or([eb('erased_at', 'is', null), eb('erased_at', '<', now - limits.logMs)]))
    .execute();
}
