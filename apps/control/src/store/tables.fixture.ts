import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '@backchannel/service';
import { migrate } from './migrate.ts';
import { openTables, tablesFile } from './store.ts';

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
