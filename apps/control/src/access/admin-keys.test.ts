import { ListBots, ListKeys } from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import { lamp, save } from '../bots/lamp.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';

const [one, two] = ['1'.repeat(32), '2'.repeat(40)];

onEachDatabase('keys of the environment', (open) => {
  test('may do everything; any other one, or none at all, may nothing', async () => {
    await using office = await open({ environment: { ADMIN_KEYS: `${one}, ${two}` } });
    for (const key of [one, two]) {
      expect((await office.call(ListBots, { key })).status).toBe(200);
      expect((await office.call(ListKeys, { key })).status).toBe(200);
    }
    for (const key of ['1'.repeat(31), '1'.repeat(33), `${one},`, 'x'.repeat(32)]) {
      expect((await office.call(ListBots, { key })).status).toBe(401);
    }
    office.key = one;
    await save(office, lamp());
    const rows = await office.store.db.selectFrom('audit').selectAll().where('action', '=', 'bot.created').execute();
    expect(rows).toMatchObject([{ by_kind: 'key', by_id: 'environment' }]);
    expect(JSON.stringify(rows)).not.toContain(one);
  });

  test('without any in the environment none is good', async () => {
    await using office = await open();
    expect((await office.call(ListBots, { key: one })).status).toBe(401);
  });
});
