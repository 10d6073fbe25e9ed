import type { Environment } from '@backchannel/service';
import { migrate } from './migrate.ts';
import { openTables } from './store.ts';

/** `main.js migrate`: brings the tables to what this release needs, before its instances start. */
export async function migrateByHand(environment: Environment): Promise<void> {
  const db = openTables(environment);
  try {
    const done = await migrate(db);
    process.stdout.write(`${done.length === 0 ? 'The tables are as they should be.' : `Done: ${done.join(', ')}.`}\n`);
  } finally {
    await db.destroy();
  }
}
