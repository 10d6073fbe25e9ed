import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test, vi } from 'vitest';
import { memoSuite } from './memo.suite.ts';
import { sqliteMemo } from './sqlite-memo.ts';

const folder = mkdtempSync(join(tmpdir(), 'memo-'));
const path = join(folder, 'memo.db');
afterAll(() => rmSync(folder, { recursive: true }));

memoSuite('SQLite', async ({ keptMs }) => sqliteMemo(path, keptMs));

test('answers whose time is over are removed as others come', async () => {
  const file = join(folder, 'removed.db');
  const short = sqliteMemo(file, 1);
  for (let i = 0; i < 30; i++) await short.put(`old ${i}`, { status: 200, body: '', headers: {} });
  await short.close();
  const memo = sqliteMemo(file);
  let added = 0;
  const db = new DatabaseSync(file);
  await vi.waitFor(async () => {
    await memo.put(`new ${++added}`, { status: 200, body: '', headers: {} });
    expect(db.prepare(`select count(*) as n from answers where key like 'old %'`).get()).toEqual({ n: 0 });
  });
  expect(await memo.get('new 1')).not.toBeNull();
  db.close();
  await memo.close();
});
