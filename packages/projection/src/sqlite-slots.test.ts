import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Slots } from './slots.ts';
import { sqliteSlots } from './sqlite-slots.ts';
import { projectionSuite } from './suite.ts';

projectionSuite('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'projection-'));
  const file = join(folder, 'slots.db');
  const copy = join(folder, 'copy.db');
  let open = sqliteSlots(file);

  // Files are exchanged while it is closed, which its users do not see.
  const reopen = async (exchange: () => void) => {
    await open.close();
    exchange();
    open = sqliteSlots(file);
  };
  const slots = new Proxy({} as Slots, {
    get: (_, name: keyof Slots) => (open[name] as (...args: unknown[]) => unknown).bind(open),
  });
  return {
    slots,
    snapshot: () => reopen(() => copyFileSync(file, copy)),
    restore: () => reopen(() => (existsSync(copy) ? copyFileSync(copy, file) : rmSync(file))),
    async [Symbol.asyncDispose]() {
      await open.close();
      rmSync(folder, { recursive: true });
    },
  };
});
