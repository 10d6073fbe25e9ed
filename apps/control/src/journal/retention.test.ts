import { limits } from '@backchannel/contracts';
import { SearchInputs } from '@backchannel/contracts/admin';
import { readEnvironment } from '@backchannel/service';
import { expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { Lease } from '../said/lease.ts';
import { openTables } from '../store/store.ts';
import { Story } from './journal.fixture.ts';
import { Retention } from './retention.ts';

const begin = Date.now() - 3_600_000;

/** So many inputs, each with what it brought, one an hour apart. */
async function heard(office: Office, count: number) {
  const story = new Story({ now: begin - count * 3_600_000 });
  const inputs = Array.from({ length: count }, () => story.later(3_600_000).posted({ a: 1 }));
  await office.broker.publish(inputs);
  await expect.poll(() => rowsOf(office)).toEqual({ inputs: count, values: count });
  return inputs.map(({ data: { inputId } }) => inputId);
}

async function rowsOf({ store: { db } }: Office) {
  const [inputs, values] = await Promise.all([
    db.selectFrom('journal_inputs').select('id').execute(),
    db.selectFrom('journal_values').select('input_id').execute(),
  ]);
  return { inputs: inputs.length, values: values.length };
}

onEachDatabase('what is old', (open) => {
  test('leaves the journal, with all values, in steps', async () => {
    await using office = await open();
    const ids = await heard(office, 600);
    const retention = new Retention(office.store, office.opened);
    await office.store.db.deleteFrom('leases').where('name', '=', 'journal').execute();
    // As of the moment when the last two are as old as they may be.
    const now = begin - 2 * 3_600_000 + limits.journalMs + 1;
    expect(await retention.sweep(now)).toBe(598);
    expect(await rowsOf(office)).toEqual({ inputs: 2, values: 2 });
    const { body } = await office.call(SearchInputs);
    expect(body.items.map(({ inputId }: { inputId: string }) => inputId)).toEqual([ids[599], ids[598]]);
    expect(await retention.sweep(now)).toBe(0);
    await retention.onModuleDestroy();
  });

  test('is taken away by one instance at a time', async () => {
    await using office = await open();
    await heard(office, 1);
    await office.store.db.deleteFrom('leases').where('name', '=', 'journal').execute();
    const other = new Lease(office.store.db, { name: 'journal', ms: 60_000, alone: false });
    expect(await other.take()).toBe(true);
    const retention = new Retention(office.store, office.opened);
    expect(await retention.sweep(begin + 2 * limits.journalMs)).toBe(0);
    await other.release();
    expect(await retention.sweep(begin + 2 * limits.journalMs)).toBe(1);
    await retention.onModuleDestroy();
  });

  test('is gone after a start', async () => {
    await using office = await open();
    const ids = await heard(office, 2);
    await office.stop();
    // As if that instance had been away for so long.
    const db = openTables(readEnvironment(office.environment));
    const at = begin - limits.journalMs;
    await db.updateTable('journal_inputs').set({ at }).where('id', 'in', ids.slice(1)).execute();
    await db.destroy();
    await office.start();
    await expect.poll(() => rowsOf(office)).toEqual({ inputs: 1, values: 1 });
  });
});
