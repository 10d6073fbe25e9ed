import { setTimeout as sleep } from 'node:timers/promises';
import { realPostgres, startPostgres } from '@backchannel/stack';
import { describe, expect, test } from 'vitest';
import { isAway } from './away.ts';
import { openDatabase } from './database.ts';

// Asked only for whether a Postgres is to be had.
const { missing } = await realPostgres();

describe.skipIf(missing)('a Postgres that is killed', () => {
  test('in the middle of a change takes that change with it, and nothing else', async () => {
    await using server = await startPostgres();
    const db = openDatabase({ url: server.url });
    const inTheMiddle = Promise.withResolvers<void>();
    const change = db
      .transaction()
      .execute(async (trx) => {
        const one = trx.selectNoFrom((eb) => eb.val(1).as('one'));
        await one.execute();
        inTheMiddle.resolve();
        // Nothing is asked while it goes: who asks next is told.
        while (server.running()) await sleep(20);
        await sleep(50);
        await one.execute();
      })
      .catch((error: unknown) => error);
    await inTheMiddle.promise;
    await server.kill();
    expect(isAway(await change)).toBe(true);

    await server.start();
    expect(await db.selectNoFrom((eb) => eb.val('back').as('it')).execute()).toEqual([{ it: 'back' }]);
    await db.destroy();
  }, 60_000);
});
