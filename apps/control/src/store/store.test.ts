import { realPostgres } from '@backchannel/stack';
import { describe, expect, test } from 'vitest';
import { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';

const postgres = await realPostgres();

onEachDatabase('a change', (open) => {
  test('that fails leaves nothing behind', async () => {
    await using office = await open();
    const failing = office.store.change(async (trx) => {
      await trx.insertInto('positions').values({ topic: 'gone', partition: 0, next: 1 }).execute();
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const left = office.store.db.selectFrom('positions').select('next').where('topic', '=', 'gone');
    expect(await left.execute()).toEqual([]);
  });
});

describe.skipIf(postgres.missing)('changes of several connections', () => {
  test('of two that wait for each other, one is done once more', async () => {
    await using office = await Office.open({ DATABASE_URL: await postgres.createDatabase() });
    const { store } = office;
    const rows = ['one', 'other'].map((topic) => ({ topic, partition: 0, next: 0 }));
    await store.db.insertInto('positions').values(rows).execute();
    const both = Promise.withResolvers<void>();
    let attempts = 0;
    const count = (first: string, second: string) =>
      store.change(async (trx) => {
        const add = (topic: string) =>
          trx
            .updateTable('positions')
            .set((eb) => ({ next: eb('next', '+', 1) }))
            .where('topic', '=', topic)
            .execute();
        await add(first);
        attempts += 1;
        if (attempts === 2) both.resolve();
        await both.promise;
        await add(second);
      });
    await Promise.all([count('one', 'other'), count('other', 'one')]);
    expect(attempts).toBe(3);
    const counts = store.db.selectFrom('positions').select('next').where('topic', 'in', ['one', 'other']);
    expect(await counts.execute()).toEqual([{ next: 2 }, { next: 2 }]);
  });
});
