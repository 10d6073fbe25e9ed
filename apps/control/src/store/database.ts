import { Kysely, type Transaction as KyselyTransaction, PostgresDialect } from 'kysely';
import { Client, type ClientConfig, type CustomTypesConfig, Pool, types } from 'pg';
import { plain } from './plain.ts';
import { sqliteDialect } from './sqlite.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;
export type Transaction = KyselyTransaction<Tables>;

/** The tables of control: on Postgres by its address, or in a SQLite file. The same code works on both. */
export function openDatabase(place: { readonly url: string } | { readonly path: string }): Database {
  return new Kysely<Tables>({ dialect: 'url' in place ? postgresDialect(place.url) : sqliteDialect(place.path) });
}

/** Moments are numbers: they stay below 2^53 for another 285,000 years. */
const parsers: CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)),
};

/** Postgres takes no NUL in a text, and whoever writes an id may put one into it. */
class TextClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    // A connection that breaks between two statements of a change, where nobody waits for an answer: without a listener
    // the process would end. Whoever asks next is told.
    this.on('error', () => {});
  }

  override readonly query = ((text: string, values?: readonly unknown[]) =>
    super.query(text, values?.map(withoutNul))) as Client['query'];
}

const withoutNul = (value: unknown) => (typeof value === 'string' ? plain(value) : value);

function postgresDialect(connectionString: string): PostgresDialect {
  const settings = { max: 10, connectionTimeoutMillis: 4000, keepAlive: true };
  const pool = new Pool({ connectionString, types: parsers, Client: TextClient, ...settings });
  // A connection that nobody uses has broken: the pool makes another one.
  pool.on('error', () => {});
  return new PostgresDialect({ pool });
}
