import './disk.ts';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';

async function turn(): Promise<void> {
  const told = once(process, 'SIGUSR2');
  process.kill(process.pid, 'SIGUSR2');
  await told;
}

test('a full disk takes nothing more, keeps what it has, and has room again', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'disk-'));
  const database = new DatabaseSync(join(dir, 'some.db'));
  database.exec('PRAGMA journal_mode = wal; CREATE TABLE rows (text TEXT)');
  const write = () => database.exec(`INSERT INTO rows VALUES ('${'x'.repeat(100_000)}')`);
  const count = () => database.prepare('SELECT count(*) AS count FROM rows').get()?.['count'];
  write();
  await turn();
  expect(write).toThrow('database or disk is full');
  expect(count()).toBe(1);
  await turn();
  write();
  expect(count()).toBe(2);
  database.close();
  rmSync(dir, { recursive: true });
});
