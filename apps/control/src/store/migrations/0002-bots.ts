import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('bots')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('enabled', 'integer', (column) => column.notNull())
    .addColumn('draft', 'text', (column) => column.notNull())
    .addColumn('draft_hash', 'text', (column) => column.notNull())
    .addColumn('draft_revision', 'integer', (column) => column.notNull())
    .addColumn('version', 'integer')
    .addColumn('file', 'text')
    .addColumn('file_version', 'integer')
    .addColumn('settings', 'text', (column) => column.notNull())
    .addColumn('settings_revision', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('bot_versions')
    .addColumn('bot_id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('bot', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('published_at', 'bigint', (column) => column.notNull())
    .addColumn('published_by', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('left_at', 'bigint')
    .addColumn('gone_at', 'bigint')
    .addPrimaryKeyConstraint('bot_versions_key', ['bot_id', 'version'])
    .execute();
  await db.schema.createIndex('bot_versions_left').on('bot_versions').columns(['gone_at', 'left_at']).execute();
}
