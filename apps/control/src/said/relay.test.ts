import { realPostgres, startPostgres } from '@backchannel/stack';
import { describe, expect, test, vi } from 'vitest';
import { Office } from '../office.fixture.ts';
import type { Healer } from './healer.ts';
import { Relay } from './relay.ts';

// Asked only for whether a Postgres is to be had.
const { missing } = await realPostgres();

const soon = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000, interval: 10 });
const nothingToHeal = { isDue: () => false, heal: async () => {} } as unknown as Healer;

describe.skipIf(missing)('a database that was away', () => {
  test('is no reason to wait when it is back and nothing was changed', async () => {
    await using server = await startPostgres();
    await using office = await Office.open({ DATABASE_URL: server.url });
    const probes: (() => readonly string[])[] = [];
    const health = { add: (probe: () => readonly string[]) => void probes.push(probe) };
    const opened = new Proxy(office.opened, {
      get: (real, name) => (name === 'health' ? health : Reflect.get(real, name)),
    });
    const relay = new Relay(office.store, opened, nothingToHeal);
    const waitsFor = () => probes.flatMap((probe) => probe());

    await server.kill();
    await soon(() => expect(waitsFor()).toEqual(['what was changed of bots waits to be said']));
    await server.start();
    await soon(() => expect(waitsFor()).toEqual([]));
    await relay.onModuleDestroy();
  }, 60_000);
});
