import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('conversations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('bot_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text')
    .addColumn('person', 'text')
    .addColumn('attributes', 'text')
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('input_at', 'bigint', (column) => column.notNull())
    .addColumn('user_at', 'bigint')
    .addColumn('answered_at', 'bigint')
    .addColumn('standing', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('session', 'text')
    .addColumn('ended_at', 'bigint')
    .addColumn('erasure_id', 'text')
    .addColumn('erased_at', 'bigint')
    .execute();
  const index = (name: string, ...columns: string[]) =>
    db.schema.createIndex(name).on('conversations').columns(columns).execute();
  await index('conversations_newest', 'opened_at', 'id');
  await index('conversations_of_bot', 'bot_id', 'opened_at', 'id');
  await index('conversations_of_user', 'user_id', 'opened_at');
  await index('conversations_of_person', 'person');
  await index('conversations_of_erasure', 'erasure_id');
  await index('conversations_of_state', 'state', 'opened_at', 'id');
  await index('conversations_to_go', 'state', 'input_at');
  await db.schema
    .createTable('transcript_lines')
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('transcript_lines_key', ['conversation_id', 'seq'])
    .execute();
  await db.schema
    .createTable('erasures')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('bot_id', 'text', (column) => column.notNull())
    .addColumn('person', 'text')
    .addColumn('asked_at', 'bigint', (column) => column.notNull())
    .addColumn('conversations', 'integer', (column) => column.notNull())
    .addColumn('erased', 'integer', (column) => column.notNull())
    .addColumn('erased_at', 'bigint')
    .addColumn('lines', 'bigint', (column) => column.notNull())
    .addColumn('journal_values', 'bigint', (column) => column.notNull())
    .addColumn('parked', 'integer', (column) => column.notNull())
    .execute();
  // One at a time for a person: asking again is the same erasure.
  await db.schema.createIndex('erasures_of_person').on('erasures').column('person').unique().execute();
  await db.schema
    .createTable('inputs_to_say')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
}
