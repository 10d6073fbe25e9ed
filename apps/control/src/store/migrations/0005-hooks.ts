import type { Kysely } from 'kysely';

/** The bots' webhooks: links, endpoints, and tokens by their hashes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('hooks')
    .addColumn('bot_id', 'text', (column) => column.primaryKey())
    .addColumn('hook_id', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('hook_endpoints')
    .addColumn('bot_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('settings', 'text', (column) => column.notNull())
    .addColumn('revision', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('hook_endpoints_key', ['bot_id', 'name'])
    .execute();
  await db.schema
    .createTable('hook_tokens')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('bot_id', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('hint', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('until', 'bigint')
    .execute();
  await db.schema.createIndex('hook_tokens_of_bot').on('hook_tokens').columns(['bot_id', 'id']).execute();
}
