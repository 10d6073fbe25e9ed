import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { readEnvironment } from '@backchannel/service';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { openTables, tablesFile } from './store.ts';
import type { Tables } from './tables.ts';

let made: Promise<Buffer> | undefined;

/** A file of tables with nothing in them, made once for all offices of this process. */
export function emptyTables(): Promise<Buffer> {
  made ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'control-'));
    try {
      await makeTables({ DATA_DIR: folder });
      return await readFile(join(folder, tablesFile));
    } finally {
      rmSync(folder, { recursive: true });
    }
  })();
  return made;
}

/** Makes the tables where the environment says. */
export async function makeTables(environment: NodeJS.ProcessEnv): Promise<void> {
  const db = openTables(readEnvironment(environment));
  await migrate(db);
  await db.destroy();
}

/** All rows, by table. */
type Rows = ReadonlyMap<keyof Tables, readonly Readonly<Record<string, SQLInputValue>>[]>;

export async function rowsOf(db: Database): Promise<Rows> {
  const rows = new Map<keyof Tables, readonly Record<string, SQLInputValue>[]>();
  for (const { name } of await db.introspection.getTables()) {
    const table = name as 'audit';
    rows.set(table, await db.selectFrom(table).selectAll().execute());
  }
  return rows;
}

/** A file has those rows again, and no others. Beside its owner, all at once: tables are many. Fails while its owner is changing something. */
export function putBack(path: string, rows: Rows): void {
  using file = new DatabaseSync(path);
  const deletes = [...rows.keys()].map((table) => `delete from ${table};`);
  file.exec(`pragma synchronous = off; pragma foreign_keys = off; begin immediate; ${deletes.join(' ')}`);
  for (const [table, some] of rows) {
    for (const row of some) {
      const names = Object.keys(row);
      const places = names.map(() => '?').join();
      file.prepare(`insert into ${table} (${names.join()}) values (${places})`).run(...Object.values(row));
    }
  }
  file.exec('commit');
}
