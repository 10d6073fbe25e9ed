import type { Transaction } from '../store/database.ts';

/** What a record says of a person. That it was there, and why it was parked, stays. */
export const contents = { headers: null, key: null, value: null, reason: 'erased' } as const;

/** Takes away what parked records say in these conversations. Answers how many there were. */
export async function eraseParked(trx: Transaction, conversationIds: readonly string[]): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('parked')
    .set(contents)
    .where('conversation_id', 'in', conversationIds)
    .where('value', 'is not', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
