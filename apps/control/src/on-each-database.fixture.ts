import { realPostgres } from '@backchannel/stack';
import { describe } from 'vitest';
import { Office, type OfficeOptions } from './office.fixture.ts';
import { openAgain } from './office-again.fixture.ts';

const postgres = await realPostgres();

/** The same tests on both databases; `open` begins with empty tables. */
export function onEachDatabase(name: string, tests: (open: (more?: OfficeOptions) => Promise<Office>) => void): void {
  describe(`${name}, on SQLite`, () => {
    tests((more) => openAgain(more));
  });
  describe.skipIf(postgres.missing)(`${name}, on Postgres`, () => {
    tests(async (more) => Office.open({ DATABASE_URL: await postgres.createDatabase() }, more));
  });
}
