import type { Line } from '@backchannel/contracts';
import { chunks } from '../store/chunks.ts';
import type { Transaction } from '../store/database.ts';
import { isPostgres } from '../store/dialect.ts';
import { type Kept, keptIn, type Row, rowOf } from './kept.ts';

/** What is kept of these conversations, which nobody else changes until the transaction has ended: a file has one owner. */
export async function lockKept(trx: Transaction, ids: readonly string[]): Promise<Map<string, Kept>> {
  const kept = new Map<string, Kept>();
  for (const some of chunks(ids.toSorted())) {
    const query = trx.selectFrom('conversations').selectAll().where('id', 'in', some).orderBy('id');
    const rows = await (isPostgres(trx) ? query.forUpdate() : query).execute();
    for (const row of rows) kept.set(row.id, keptIn(row));
  }
  return kept;
}

export async function writeKept(trx: Transaction, kept: readonly Kept[]): Promise<void> {
  for (const some of chunks(kept)) {
    await trx
      .insertInto('conversations')
      .values(some.map(rowOf))
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((eb) => Object.fromEntries(changing.map((name) => [name, eb.ref(`excluded.${name}`)]))),
      )
      .execute();
  }
}

const changing: readonly (keyof Row)[] = [
  ...([
    'user_id',
    'person',
    'attributes',
    'input_at',
    'user_at',
    'answered_at',
    'standing',
    'state',
    'session',
    'ended_at',
    'erased_at',
  ] as const),
];

export async function addLines(trx: Transaction, lines: ReadonlyMap<string, readonly Line[]>): Promise<void> {
  const rows = [...lines].flatMap(([conversation_id, some]) =>
    some.map(({ message }) => ({ conversation_id, seq: message.seq, message: JSON.stringify(message) })),
  );
  for (const some of chunks(rows)) await trx.insertInto('transcript_lines').values(some).execute();
}
