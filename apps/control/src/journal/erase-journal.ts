import { chunks } from '../store/chunks.ts';
import type { Transaction } from '../store/database.ts';
import { erased, type Named } from './entry.ts';

/**
 * Takes away what was said and posted in these conversations; what happened, and when, stays without it. No values of
 * them are kept from now on. Answers how many values there were.
 */
export async function eraseJournal(trx: Transaction, conversationIds: readonly string[]): Promise<number> {
  let count = 0;
  for (const ids of chunks(conversationIds)) {
    const gone = await trx.deleteFrom('journal_values').where('conversation_id', 'in', ids).executeTakeFirst();
    count += Number(gone.numDeletedRows);
    await trx.updateTable('journal_inputs').set(erased).where('conversation_id', 'in', ids).execute();
    const now = Date.now();
    await trx
      .insertInto('journal_erased')
      .values(ids.map((conversation_id) => ({ conversation_id, at: now })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return count;
}

/** Takes away what these inputs have brought, of a conversation each. */
export async function eraseInputs(trx: Transaction, inputs: readonly Named[]): Promise<void> {
  for (const some of chunks(inputs)) {
    const ids = some.map(({ id }) => id);
    await trx
      .deleteFrom('journal_values')
      .where(
        'conversation_id',
        'in',
        some.map(({ conversation_id }) => conversation_id),
      )
      .where('input_id', 'in', ids)
      .execute();
    await trx.updateTable('journal_inputs').set(erased).where('id', 'in', ids).execute();
  }
}

/** Those of which no values are kept. */
export async function erasedAmong(trx: Transaction, conversationIds: ReadonlySet<string>): Promise<Set<string>> {
  const found = new Set<string>();
  for (const ids of chunks([...conversationIds])) {
    const rows = await trx
      .selectFrom('journal_erased')
      .select('conversation_id')
      .where('conversation_id', 'in', ids)
      .execute();
    for (const { conversation_id } of rows) found.add(conversation_id);
  }
  return found;
}
