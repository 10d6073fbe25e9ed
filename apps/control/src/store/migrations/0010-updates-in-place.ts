import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../dialect.ts';

/**
 * On Postgres a row is written anew with each change, and so is its entry in every index, unless nothing that is in one has
 * changed and there is room beside it. So of what each input changes an index has only the hour, and pages of conversations
 * keep half of their room. Not those of the journal: its rows are many, and soon complete.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const onPostgres = isPostgres(db);
  await db.schema
    .alterTable('conversations')
    .addColumn('input_hour', 'bigint', (column) => {
      const generated = column.generatedAlwaysAs(sql`input_at / 3600000`);
      return onPostgres ? generated.stored() : generated;
    })
    .execute();
  await db.schema.dropIndex('conversations_full').execute();
  await db.schema
    .createIndex('conversations_full')
    .on('conversations')
    .columns(['state', 'input_hour'])
    .where(sql.ref('attributes'), 'is not', null)
    .execute();
  if (onPostgres) await sql`alter table conversations set (fillfactor = 50)`.execute(db);
}
