import { createRequire, syncBuiltinESMExports } from 'node:module';

/*
 * Preloaded into the one-process system (`node --import`): on SIGUSR2 the disk is full, on the next there is room again. It is
 * SQLite's own bound, `max_page_count`: whoever would need one more page hears SQLITE_FULL, as where a disk is full.
 */

const sqlite = createRequire(import.meta.url)('node:sqlite') as typeof import('node:sqlite');

/** SQLite's own most. */
const ROOM = 4_294_967_294;

const open = new Set<InstanceType<typeof sqlite.DatabaseSync>>();

class Database extends sqlite.DatabaseSync {
  constructor(...args: ConstructorParameters<typeof sqlite.DatabaseSync>) {
    super(...args);
    open.add(this);
  }
  override close(): void {
    open.delete(this);
    super.close();
  }
}
Object.assign(sqlite, { DatabaseSync: Database });
syncBuiltinESMExports();

let full = false;
process.on('SIGUSR2', () => {
  full = !full;
  // A bound below what there is becomes what there is.
  for (const database of open) database.exec(`PRAGMA max_page_count = ${full ? 1 : ROOM}`);
});
