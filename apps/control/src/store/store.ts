import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, type Opened, Sentence } from '@backchannel/service';
import { sql } from 'kysely';
import { isAway, isCollision } from './away.ts';
import { type Database, openDatabase, type Transaction } from './database.ts';
import { isPostgres } from './dialect.ts';
import { migrate, missingMigrations } from './migrate.ts';

/** In the data folder, where no Postgres is named. */
export const tablesFile = 'control.db';

/** Control's tables: those of the Postgres that the environment names, or a file of its own. */
export function openTables({ databaseUrl, dataDir }: Pick<Environment, 'databaseUrl' | 'dataDir'>): Database {
  if (databaseUrl) return openDatabase({ url: databaseUrl });
  const path = join(dataDir, tablesFile);
  try {
    mkdirSync(dataDir, { recursive: true });
    return openDatabase({ path });
  } catch (cause) {
    throw new Sentence(`${path} can't be opened: ${(cause as Error).message}.`, { cause });
  }
}

const PULSE_MS = 1000;
const ATTEMPTS = 5;

/** Control's tables. */
export class Store {
  readonly db: Database;
  readonly #usable = Promise.withResolvers<void>();
  #isComplete = false;
  #waits: readonly string[] = [];
  #pulse: NodeJS.Timeout | undefined;

  constructor(db: Database) {
    this.db = db;
  }

  /**
   * A file is brought up to date by itself. A Postgres is the operator's, whose `migrate` runs first: several instances
   * stand on it, which wait for it, and for what it lacks.
   */
  static async open({ environment, health }: Pick<Opened, 'environment' | 'health'>): Promise<Store> {
    const store = new Store(openTables(environment));
    if (!environment.databaseUrl) await migrate(store.db);
    await store.#look();
    health.add(() => store.#waits);
    if (environment.databaseUrl) store.#pulse = setInterval(() => void store.#look(), PULSE_MS);
    return store;
  }

  /** Resolves when they have everything that this release needs. */
  usable(): Promise<void> {
    return this.#usable.promise;
  }

  get isUsable(): boolean {
    return this.#isComplete;
  }

  /** Everything that `change` does is there, or nothing of it. Of two that wait for each other one is done once more. */
  async change<Result>(change: (trx: Transaction) => Promise<Result>): Promise<Result> {
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await this.db.transaction().execute(change);
      } catch (error) {
        if (attempts === ATTEMPTS || !isCollision(error)) throw error;
      }
    }
  }

  /**
   * The same, for what is told by the log, together with how far it has been read: it does not wait for the disk. Whatever a
   * machine that stops has lost of it is read again.
   */
  async follow<Result>(change: (trx: Transaction) => Promise<Result>): Promise<Result> {
    if (isPostgres(this.db)) {
      return this.change(async (trx) => {
        await sql`set local synchronous_commit to off`.execute(trx);
        return change(trx);
      });
    }
    return this.db.connection().execute(async (connection) => {
      await sql`pragma synchronous = normal`.execute(connection);
      try {
        return await connection.transaction().execute(change);
      } finally {
        await sql`pragma synchronous = full`.execute(connection);
      }
    });
  }

  async #look(): Promise<void> {
    try {
      this.#waits = this.#isComplete ? await this.#ping() : await this.#lacks();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#waits = [isAway(error) ? 'the database does not answer' : `the database can't be used: ${reason}`];
    }
  }

  async #ping(): Promise<readonly string[]> {
    await sql`select 1`.execute(this.db);
    return [];
  }

  async #lacks(): Promise<readonly string[]> {
    const missing = await missingMigrations(this.db);
    if (missing.length > 0) return [`the tables lack ${missing.join(', ')}: control's "migrate" brings them`];
    this.#isComplete = true;
    this.#usable.resolve();
    return [];
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#pulse);
    await this.db.destroy();
  }
}
