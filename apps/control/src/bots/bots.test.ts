import { ListBots } from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import { onEachDatabase } from '../office.fixture.ts';

onEachDatabase('bots', (open) => {
  test('there are none at first', async () => {
    await using office = await open();
    const { status, body } = await office.call(ListBots);
    expect({ status, body }).toEqual({ status: 200, body: { items: [], next: null } });
  });
});
