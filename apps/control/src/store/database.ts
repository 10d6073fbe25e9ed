import { Kysely, type Transaction as KyselyTransaction, PostgresDialect } from 'kysely';
import pg from 'pg';
import { sqliteDialect } from './sqlite.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;
export type Transaction = KyselyTransaction<Tables>;

/** The tables of control: on Postgres by its address, or in a SQLite file. The same code works on both. */
export function openDatabase(place: { readonly url: string } | { readonly path: string }): Database {
  return new Kysely<Tables>({ dialect: 'url' in place ? postgresDialect(place.url) : sqliteDialect(place.path) });
}

const INT8 = 20;

function postgresDialect(connectionString: string): PostgresDialect {
  const types = {
    // Moments are numbers: they stay below 2^53 for another 285,000 years.
    getTypeParser: ((oid: number, format: 'text') =>
      oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
  };
  const pool = new pg.Pool({ connectionString, max: 10, types, connectionTimeoutMillis: 4000, keepAlive: true });
  // A connection that nobody uses has broken: the pool makes another one.
  pool.on('error', () => {});
  return new PostgresDialect({ pool });
}
