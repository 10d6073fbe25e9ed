import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Environment, type Opened, Sentence } from '@backchannel/service';
import { sql } from 'kysely';
import { isAway } from './away.ts';
import { type Database, openDatabase, type Transaction } from './database.ts';
import { migrate, missingMigrations } from './migrate.ts';

/** Control's tables: those of the Postgres that the environment names, or a file of its own. */
export function openTables({ databaseUrl, dataDir }: Pick<Environment, 'databaseUrl' | 'dataDir'>): Database {
  if (databaseUrl) return openDatabase({ url: databaseUrl });
  const path = join(dataDir, 'control.db');
  try {
    mkdirSync(dataDir, { recursive: true });
    return openDatabase({ path });
  } catch (cause) {
    throw new Sentence(`${path} can't be opened: ${(cause as Error).message}.`, { cause });
  }
}

const PULSE_MS = 1000;

/** Control's tables, ready to be used. */
export class Store {
  readonly db: Database;

  #pulse: NodeJS.Timeout | undefined;
  #answers = true;

  constructor(db: Database) {
    this.db = db;
  }

  /**
   * A file is brought up to date by itself. A Postgres is the operator's, whose `migrate` runs first: several instances
   * stand on it.
   */
  static async open({ environment, health, log }: Pick<Opened, 'environment' | 'health' | 'log'>): Promise<Store> {
    const db = openTables(environment);
    if (!environment.databaseUrl) await migrate(db);
    const missing = await patiently(log, () => missingMigrations(db));
    if (missing.length > 0)
      throw new Sentence(`The tables lack ${missing.join(', ')}: run control with "migrate" first.`);
    const store = new Store(db);
    if (environment.databaseUrl) health.add(() => store.#waitsFor());
    return store;
  }

  /** Everything that `change` does is there, or nothing of it. */
  change<Result>(change: (trx: Transaction) => Promise<Result>): Promise<Result> {
    return this.db.transaction().execute(change);
  }

  /** Asked for the first time it begins to look. */
  #waitsFor(): readonly string[] {
    this.#pulse ??= setInterval(() => void this.#look(), PULSE_MS).unref();
    return this.#answers ? [] : ['the database does not answer'];
  }

  async #look(): Promise<void> {
    this.#answers = await sql`select 1`.execute(this.db).then(
      () => true,
      () => false,
    );
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#pulse);
    await this.db.destroy();
  }
}

/** A database that is still starting is waited for. */
async function patiently<Result>(log: Opened['log'], attempt: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isAway(error)) throw error;
      log.warn({ err: error }, 'the database does not answer: waiting for it');
      await sleep(PULSE_MS);
    }
  }
}
