import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('environments')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('environment_values')
    .addColumn('environment_id', 'text', (column) => column.notNull().references('environments.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('value', 'text')
    .addColumn('sealed', 'text')
    .addPrimaryKeyConstraint('environment_values_key', ['environment_id', 'name'])
    .execute();
  await db.schema
    .createTable('environment_links')
    .addColumn('bot_id', 'text', (column) => column.primaryKey())
    .addColumn('environment_id', 'text', (column) => column.notNull().references('environments.id'))
    .execute();
  await db.schema
    .createIndex('links_of_environment')
    .on('environment_links')
    .columns(['environment_id', 'bot_id'])
    .execute();
  await db.schema
    .createTable('link_keys')
    .addColumn('bot_id', 'text', (column) => column.notNull())
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint')
    .addColumn('until', 'bigint')
    .addPrimaryKeyConstraint('link_keys_key', ['bot_id', 'generation'])
    .execute();
}
