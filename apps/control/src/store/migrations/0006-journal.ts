import type { Kysely } from 'kysely';

/** What became of every input. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('journal_inputs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('bot_id', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('door', 'text')
    .addColumn('kind', 'text')
    .addColumn('endpoint', 'text')
    .addColumn('turn', 'integer')
    .addColumn('accepted_at', 'bigint')
    .addColumn('dedupe', 'text')
    .addColumn('redrives', 'text')
    .addColumn('names', 'text')
    .addColumn('replied_at', 'bigint')
    .addColumn('answered_at', 'bigint')
    .addColumn('failed', 'integer')
    .addColumn('leaves', 'text')
    .addColumn('replies', 'text')
    .addColumn('notes', 'text')
    .addColumn('trace', 'text')
    .addColumn('session', 'text')
    .addColumn('opened_at', 'bigint')
    .addColumn('settled_at', 'bigint')
    .addColumn('outcome', 'text')
    .addColumn('code', 'text')
    .addColumn('pointer', 'text')
    .addColumn('note', 'text')
    .addColumn('delivered_at', 'bigint')
    .execute();
  for (const { name, columns, rare } of indexes) {
    const index = db.schema
      .createIndex(name)
      .on('journal_inputs')
      .columns([...columns, 'at', 'id']);
    if (rare === undefined) await index.execute();
    else await index.where(rare, rare === 'settled_at' ? 'is' : 'is not', null).execute();
  }
  await db.schema
    .createTable('journal_values')
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('input_id', 'text', (column) => column.notNull())
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('journal_values_key', ['conversation_id', 'input_id', 'what', 'place'])
    .execute();
  await db.schema
    .createTable('journal_erased')
    .addColumn('conversation_id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
}

// Every input costs an entry in the first three. The others have only what somebody looks for: what came to an endpoint,
// what went wrong (nothing else has a code), what has not ended.
const indexes: readonly {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rare?: 'endpoint' | 'code' | 'settled_at';
}[] = [
  { name: 'journal_newest', columns: [] },
  { name: 'journal_of_bot', columns: ['bot_id'] },
  { name: 'journal_of_conversation', columns: ['conversation_id'] },
  { name: 'journal_of_endpoint', columns: ['bot_id', 'endpoint'], rare: 'endpoint' },
  { name: 'journal_of_code', columns: ['bot_id', 'code'], rare: 'code' },
  { name: 'journal_of_trouble', columns: ['bot_id', 'outcome'], rare: 'code' },
  { name: 'journal_codes', columns: ['code'], rare: 'code' },
  { name: 'journal_troubles', columns: ['outcome'], rare: 'code' },
  { name: 'journal_unsettled', columns: ['settled_at', 'bot_id'], rare: 'settled_at' },
];
