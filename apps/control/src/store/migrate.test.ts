import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '@backchannel/service';
import { realPostgres } from '@backchannel/stack';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Office } from '../office.fixture.ts';
import { migrate, migrations, missingMigrations } from './migrate.ts';
import { openTables } from './store.ts';

const postgres = await realPostgres();

function tests(place: () => Promise<NodeJS.ProcessEnv>) {
  const open = async () => {
    const environment = { LOG_LEVEL: 'silent', ...(await place()) };
    const db = openTables(readEnvironment(environment));
    onTestFinished(() => db.destroy());
    return { environment, db };
  };

  test('tables of an older release are brought to this one, and keep what they have', async () => {
    const { environment, db } = await open();
    const names = Object.keys(migrations);
    const provider = { getMigrations: async () => migrations };
    await new Migrator({ db, provider }).migrateTo(names[0] ?? '');
    expect(await missingMigrations(db)).toEqual(names.slice(1));
    await db.insertInto('positions').values({ topic: 'conversation.log', partition: 3, next: 7 }).execute();

    expect(await migrate(db)).toEqual(names.slice(1));
    await using office = await Office.open(environment);
    const positions = office.store.db.selectFrom('positions').selectAll().where('next', '=', 7);
    expect(await positions.execute()).toHaveLength(1);
  });

  test('nothing is done twice', async () => {
    const { db } = await open();
    await migrate(db);
    expect(await migrate(db)).toEqual([]);
  });

  test('tables of a newer release are refused', async () => {
    const { db } = await open();
    await migrate(db);
    await sql`insert into kysely_migration (name, timestamp) values ('9999-newer', 'now')`.execute(db);
    await expect(migrate(db)).rejects.toThrow('9999-newer');
  });
}

describe('migrations, on SQLite', () => {
  tests(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'control-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return { DATA_DIR: folder };
  });
});

describe.skipIf(postgres.missing)('migrations, on Postgres', () => {
  tests(async () => ({ DATABASE_URL: await postgres.createDatabase() }));
});
