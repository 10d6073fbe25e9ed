import type { Database } from '../store/database.ts';

/** All that stands in any table, as text. */
export async function textOfTables(db: Database): Promise<string> {
  const tables = await db.introspection.getTables();
  const rows = await Promise.all(
    tables.map(({ name }) =>
      db
        .selectFrom(name as 'audit')
        .selectAll()
        .execute(),
    ),
  );
  return JSON.stringify(rows);
}
