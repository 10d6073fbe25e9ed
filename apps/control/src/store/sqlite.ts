import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { SqliteDialect, type SqliteStatement } from 'kysely';

/** To prepare one costs about as much as to run it. With other numbers of rows it has another text: the oldest go. */
const STATEMENTS = 200;

/** Kysely's SQLite, on the one that Node brings. */
export function sqliteDialect(path: string): SqliteDialect {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  const prepared = new Map<string, SqliteStatement>();
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare(sql) {
        const statement = prepared.get(sql) ?? prepare(database, sql);
        prepared.delete(sql);
        prepared.set(sql, statement);
        const [oldest = ''] = prepared.keys();
        if (prepared.size > STATEMENTS) prepared.delete(oldest);
        return statement;
      },
    },
  });
}

function prepare(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  const given = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...given(parameters)),
    run: (parameters) => statement.run(...given(parameters)),
    // Several may be at it at the same time.
    iterate: (parameters) => database.prepare(sql).iterate(...given(parameters)),
  };
}
