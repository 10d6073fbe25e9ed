import { eraseJournal } from '../journal/erase-journal.ts';
import { eraseParked } from '../parked/erase-parked.ts';
import { chunks } from '../store/chunks.ts';
import type { Transaction } from '../store/database.ts';
import type { Kept } from './kept.ts';

/** How much of a person was there. */
export interface Forgotten {
  readonly lines: number;
  readonly journalValues: number;
  readonly parked: number;
}

/** Takes away what is told of conversations anywhere in control, but for the tombstones of the conversations themselves. */
export async function forget(trx: Transaction, conversationIds: readonly string[]): Promise<Forgotten> {
  let [lines, parked] = [0, 0];
  for (const some of chunks(conversationIds)) {
    const gone = await trx.deleteFrom('transcript_lines').where('conversation_id', 'in', some).executeTakeFirst();
    lines += Number(gone.numDeletedRows);
    await trx.deleteFrom('inputs_to_say').where('conversation_id', 'in', some).execute();
    parked += await eraseParked(trx, some);
  }
  return { lines, parked, journalValues: await eraseJournal(trx, conversationIds) };
}

/** Of these conversations, those of which nothing may be kept any more. */
export async function erasedAmong(trx: Transaction, conversationIds: readonly string[]): Promise<ReadonlySet<string>> {
  const erased = new Set<string>();
  for (const some of chunks(conversationIds)) {
    const rows = await trx
      .selectFrom('conversations')
      .select('id')
      .where('id', 'in', some)
      .where((eb) => eb.or([eb('erasure_id', 'is not', null), eb('state', '=', 'erased')]))
      .execute();
    for (const { id } of rows) erased.add(id);
  }
  return erased;
}

/** The log has said of these that they are erased: their receipts say so. */
export async function confirm(trx: Transaction, erased: readonly Kept[]): Promise<void> {
  const byErasure = Map.groupBy(erased, ({ erasureId }) => erasureId);
  for (const [id, some] of [...byErasure].toSorted(byId)) {
    if (id === null) continue;
    const at = Math.max(...some.map(({ erasedAt }) => erasedAt ?? 0));
    await trx
      .updateTable('erasures')
      .set((eb) => ({
        erased: eb('erased', '+', some.length),
        erased_at: eb
          .case()
          .when(eb.fn.coalesce('erased_at', eb.val(0)), '>', at)
          .then(eb.ref('erased_at'))
          .else(at)
          .end(),
      }))
      .where('id', '=', id)
      .execute();
  }
}

/** In one order, so that two transactions never wait for each other. */
const byId = ([one]: readonly [string | null, unknown], [other]: readonly [string | null, unknown]) =>
  (one ?? '') < (other ?? '') ? -1 : 1;
