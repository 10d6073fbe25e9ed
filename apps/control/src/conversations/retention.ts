import { limits } from '@backchannel/contracts';
import type { ExpressionBuilder } from 'kysely';
import type { Database, Transaction } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';

/** Conversations of one step: whoever reads the log waits for it. */
const STEP = 50;
const HOUR_MS = 3_600_000;

/** Empties some conversations whose time is over: whose they were stays. Answers whether there may be more. */
export async function emptyOld(store: Store, now: number): Promise<boolean> {
  return store.change(async (trx) => {
    const ids = (await whoseTimeIsOver(trx, now).toEmpty.execute()).map(({ id }) => id);
    if (ids.length === 0) return false;
    await trx.deleteFrom('transcript_lines').where('conversation_id', 'in', ids).execute();
    await trx.updateTable('conversations').set({ attributes: null, session: null }).where('id', 'in', ids).execute();
    return ids.length === STEP;
  });
}

/** Takes away some conversations of which nothing is told any more; answers whether there may be more. */
export async function forgetOld(store: Store, now: number): Promise<boolean> {
  return store.change(async (trx) => {
    let more = false;
    for (const query of Object.values(whoseTimeIsOver(trx, now).toForget)) {
      const ids = (await query.execute()).map(({ id }) => id);
      await remove(trx, ids);
      more ||= ids.length === STEP;
    }
    return more;
  });
}

async function remove(trx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await trx.deleteFrom('transcript_lines').where('conversation_id', 'in', ids).execute();
  await trx.deleteFrom('inputs_to_say').where('conversation_id', 'in', ids).execute();
  await trx.deleteFrom('conversations').where('id', 'in', ids).execute();
}

/**
 * Conversations whose time is over, each query by an index of its own. One that has ended is emptied 30 days after its
 * last input. It is known whose it was for as long as the journal or a parked record tells anything of it: else it would
 * not be found for a person who is to be forgotten. Session ends what nobody goes on with: one that it has lost is as
 * old as that, and as what the log could still tell of it. A tombstone stays until nothing in the log is about it; what
 * is to be forgotten, until the log says that it is.
 */
export function whoseTimeIsOver(db: Database, now: number) {
  const idle = now - limits.conversationIdleMs;
  const some = db.selectFrom('conversations').select('id').limit(STEP);
  // An hour late at most: by the hour they are found, since the moment changes with every input.
  const hourOf = (moment: number) => Math.floor(moment / HOUR_MS);
  const full = some.where('attributes', 'is not', null).orderBy('input_hour');
  const lost = (state: string) =>
    full
      .where('state', '=', state)
      .where('input_hour', '<', hourOf(idle - limits.logMostMs))
      .where(isNotTold);
  return {
    toEmpty: full.where('state', '=', 'closed').where('input_hour', '<', hourOf(idle)),
    toForget: {
      ended: some
        .where('state', '=', 'closed')
        .where('attributes', 'is', null)
        .where('erasure_id', 'is', null)
        .where('ended_at', '<', now - limits.journalMs)
        .where(isNotTold)
        .orderBy('ended_at'),
      open: lost('open'),
      transferred: lost('transferred'),
      erased: some.where('erased_at', '<', now - limits.logMostMs).orderBy('erased_at'),
    },
  };
}

function isNotTold(eb: ExpressionBuilder<Tables, 'conversations'>) {
  const told = (table: 'journal_inputs' | 'parked') =>
    eb.exists(eb.selectFrom(table).select(`${table}.id`).whereRef(`${table}.conversation_id`, '=', 'conversations.id'));
  return eb.and([eb.not(told('journal_inputs')), eb.not(told('parked'))]);
}

/** Of a person of whom nothing is left not even the mark stays by which they would be found. */
export async function closeReceipts({ db }: Store, now: number): Promise<void> {
  await db
    .updateTable('erasures')
    .set({ person: null })
    .where('person', 'is not', null)
    .whereRef('erased', '>=', 'conversations')
    .where('asked_at', '<', now - limits.logMostMs)
    .where((eb) => eb.or([eb('erased_at', 'is', null), eb('erased_at', '<', now - limits.logMostMs)]))
    .execute();
}
