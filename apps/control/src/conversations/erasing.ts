import type { Database, Transaction } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { sayErased } from './erasures.store.ts';
import { forget } from './forget.ts';

const AT_ONCE = 100;

/**
 * Forgets what is there of everybody who is to be forgotten. Called again until the log has no more of them: control may
 * read late of a conversation that was opened before somebody asked. One conversation at a time, so that the readers of
 * the log wait for nothing long.
 */
export async function forgetAll(store: Store): Promise<void> {
  for (let found = await toForget(store.db); found.length > 0; found = await toForget(store.db)) {
    for (const one of found) await store.change((trx) => forgetOne(trx, one));
  }
}

interface ToForget {
  readonly id: string;
  readonly erasureId: string;
}

function toForget(db: Database): Promise<ToForget[]> {
  return db
    .selectFrom('erasures')
    .innerJoin('conversations', 'conversations.person', 'erasures.person')
    .select(['conversations.id', 'erasures.id as erasureId'])
    .where('conversations.erasure_id', 'is', null)
    .whereRef('conversations.opened_at', '<=', 'erasures.asked_at')
    .orderBy('conversations.id')
    .limit(AT_ONCE)
    .execute();
}

async function forgetOne(trx: Transaction, { id, erasureId }: ToForget): Promise<void> {
  const marked = await trx
    .updateTable('conversations')
    .set({ erasure_id: erasureId, user_id: null, person: null, attributes: null, session: null })
    .where('id', '=', id)
    .where('erasure_id', 'is', null)
    .where('person', 'is not', null)
    .executeTakeFirst();
  if (marked.numUpdatedRows === 0n) return;
  const { lines, journalValues, parked } = await forget(trx, [id]);
  await sayErased(trx, id);
  await trx
    .updateTable('erasures')
    .set((eb) => ({
      conversations: eb('conversations', '+', 1),
      lines: eb('lines', '+', lines),
      journal_values: eb('journal_values', '+', journalValues),
      parked: eb('parked', '+', parked),
    }))
    .where('id', '=', erasureId)
    .execute();
}
