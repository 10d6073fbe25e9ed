import { Sentence } from '@backchannel/service';
import { type Migration, Migrator } from 'kysely/migration';
import { isAway } from './away.ts';
import type { Database } from './database.ts';
import { up as begin } from './migrations/0001-begin.ts';
import { up as bots } from './migrations/0002-bots.ts';
import { up as access } from './migrations/0003-access.ts';
import { up as settings } from './migrations/0004-settings.ts';
import { up as hooks } from './migrations/0005-hooks.ts';
import { up as journal } from './migrations/0006-journal.ts';
import { up as conversations } from './migrations/0007-conversations.ts';
import { up as parked } from './migrations/0008-parked.ts';
import { up as oldConversations } from './migrations/0009-old-conversations.ts';
import { up as updatesInPlace } from './migrations/0010-updates-in-place.ts';

/** In order, each once; a release only ever adds to them. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-begin': { up: begin },
  '0002-bots': { up: bots },
  '0003-access': { up: access },
  '0004-settings': { up: settings },
  '0005-hooks': { up: hooks },
  '0006-journal': { up: journal },
  '0007-conversations': { up: conversations },
  '0008-parked': { up: parked },
  '0009-old-conversations': { up: oldConversations },
  '0010-updates-in-place': { up: updatesInPlace },
};

const migratorOf = (db: Database) => new Migrator({ db, provider: { getMigrations: async () => migrations } });

/** Brings the tables to what this release needs; answers with what it has done. Refuses those of a newer release. */
export async function migrate(db: Database): Promise<readonly string[]> {
  const { error, results = [] } = await migratorOf(db).migrateToLatest();
  if (error) throw cannot(error);
  return results.map(({ migrationName }) => migrationName);
}

function cannot(cause: unknown): Error {
  if (isAway(cause)) return cause as Error;
  return new Sentence(`The tables can't be changed: ${cause instanceof Error ? cause.message : String(cause)}.`, {
    cause,
  });
}

/** What the tables lack. */
export async function missingMigrations(db: Database): Promise<readonly string[]> {
  const known = await migratorOf(db).getMigrations();
  return known.filter(({ executedAt }) => !executedAt).map(({ name }) => name);
}
