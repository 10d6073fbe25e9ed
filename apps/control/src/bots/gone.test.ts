import { ListVersions } from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { listenTo } from '../said/heard.fixture.ts';
import { GONE_MS } from './gone.ts';
import { lamp, params, publish } from './lamp.fixture.ts';

onEachDatabase('versions that nobody can be on', (open) => {
  test('are taken away, once, and not those that somebody may be on', { tags: 'long' }, async () => {
    await using office = await open();
    const heard = await listenTo(office.broker);
    for (const text of ['1', '2', '3', '4']) await publish(office, lamp(text));
    await expect.poll(() => heard.versions.size).toBe(4);
    const left = (version: number, before: number) =>
      office.store.db
        .updateTable('bot_versions')
        .set({ left_at: Date.now() - before })
        .where('version', '=', version)
        .execute();
    await left(1, GONE_MS + 1000);
    await left(2, GONE_MS - 60_000);
    for (let starts = 0; starts < 2; starts += 1) {
      await office.stop();
      await office.start();
      await expect.poll(() => heard.versions.get('lamp:1')).toBeNull();
    }
    expect(heard.saidVersions).toEqual(['lamp:1', 'lamp:2', 'lamp:3', 'lamp:4', 'lamp:1']);
    const { items } = (await office.call(ListVersions, { params })).body;
    expect(items.map(({ goneAt }: { goneAt: string | null }) => goneAt === null)).toEqual([true, true, true, false]);
  });
});
