import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('parked')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('partition', 'integer', (column) => column.notNull())
    .addColumn('offset', 'bigint', (column) => column.notNull())
    .addColumn('group', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('type', 'text')
    .addColumn('input_id', 'text')
    .addColumn('conversation_id', 'text')
    .addColumn('bot_id', 'text')
    .addColumn('headers', 'text')
    .addColumn('key', 'text')
    .addColumn('value', 'text')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('decided_at', 'bigint')
    .addColumn('decided_by', 'text')
    .addColumn('decided_reason', 'text')
    .addColumn('redriven_as', 'text')
    .execute();
  const index = (name: string, ...columns: string[]) =>
    db.schema.createIndex(name).on('parked').columns(columns).execute();
  await index('parked_newest', 'at', 'id');
  await index('parked_of_status', 'status', 'at', 'id');
  await index('parked_of_bot', 'bot_id', 'at', 'id');
  await index('parked_of_conversation', 'conversation_id');
}
