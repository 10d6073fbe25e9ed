import { SqliteBroker } from '@backchannel/messaging';
import { sqliteSlots } from '@backchannel/projection';
import type { Opened } from '@backchannel/service';
import { expect, test } from 'vitest';
import { Acknowledgements } from './acknowledgements.ts';
import { ChatStore } from './chat.store.ts';

test('while the store is away the log says so once, not for everybody', async () => {
  const broker = new SqliteBroker({ path: ':memory:' });
  const slots = sqliteSlots(':memory:');
  const warnings: unknown[] = [];
  const log = { warn: (about: unknown) => void warnings.push(about) } as unknown as Opened['log'];
  const acknowledgements = new Acknowledgements(new ChatStore(slots, broker), { say: async () => {}, log });
  await slots.close();
  for (let i = 0; i < 100; i += 1) acknowledgements.seen(`c-${i}`, 1);
  await acknowledgements.idle();
  acknowledgements.again();
  await acknowledgements.idle();
  expect(warnings).toHaveLength(1);
  await broker.close();
});
