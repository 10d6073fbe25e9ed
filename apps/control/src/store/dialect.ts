import { type Kysely, PostgresAdapter } from 'kysely';

/** For the little that only one of the two databases can do, or needs. */
export const isPostgres = <Tables>(db: Kysely<Tables>): boolean => db.getExecutor().adapter instanceof PostgresAdapter;
