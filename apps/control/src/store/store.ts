import { join } from 'node:path';
import { type Environment, type Opened, Sentence } from '@backchannel/service';
import { type Database, openDatabase, type Transaction } from './database.ts';
import { migrate, missingMigrations } from './migrate.ts';

/** Control's tables: those of the Postgres that the environment names, or a file of its own. */
export function openTables({ databaseUrl, dataDir }: Pick<Environment, 'databaseUrl' | 'dataDir'>): Database {
  return openDatabase(databaseUrl ? { url: databaseUrl } : { path: join(dataDir, 'control.db') });
}

/** Control's tables, ready to be used. */
export class Store {
  readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /**
   * A file is brought up to date by itself. A Postgres is the operator's, whose `migrate` runs first: several instances
   * stand on it.
   */
  static async open({ environment }: Pick<Opened, 'environment'>): Promise<Store> {
    const db = openTables(environment);
    if (!environment.databaseUrl) await migrate(db);
    const missing = await missingMigrations(db);
    if (missing.length > 0)
      throw new Sentence(`The tables lack ${missing.join(', ')}: run control with "migrate" first.`);
    return new Store(db);
  }

  /** Everything that `change` does is there, or nothing of it. */
  change<Result>(change: (trx: Transaction) => Promise<Result>): Promise<Result> {
    return this.db.transaction().execute(change);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.db.destroy();
  }
}
