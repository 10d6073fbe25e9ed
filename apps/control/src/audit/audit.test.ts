import { ListAudit } from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import type { Caller } from '../access/caller.ts';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { type Change, writeAudit } from './audit.ts';

const ada: Caller = { kind: 'person', id: 'p-ada', name: 'Ada', scopes: new Set(), bots: null };
const ci: Caller = { kind: 'key', id: 'k-ci', name: 'ci', scopes: new Set(), bots: null };

const published = (botId: string, version: number): Change => ({
  action: 'bot.published',
  botId,
  subject: `versions/${version}`,
  before: version === 1 ? undefined : { version: version - 1 },
  after: { version },
});
const write = ({ store }: Office, caller: Caller, change: Change) =>
  store.change((trx) => writeAudit(trx, caller, change));
const ask = async (office: Office, query: Record<string, string> = {}, key = office.key) =>
  (await office.call(ListAudit, { query, key })).body;
const subjects = async (...asked: Parameters<typeof ask>) =>
  (await ask(...asked)).items.map(({ botId, subject }: { botId: string; subject: string }) => `${botId} ${subject}`);

/** Three changes, each of its own millisecond. */
async function changes(office: Office): Promise<readonly string[]> {
  const moments = [];
  for (const [caller, change] of [
    [ada, published('shop', 1)],
    [ci, published('shop', 2)],
    [ada, { action: 'key.revoked', subject: 'keys/k-ci', before: { name: 'ci' } }],
  ] as const) {
    await write(office, caller, change);
    const [{ at }] = (await ask(office, { limit: '1' })).items;
    moments.push(at);
    await expect.poll(() => Date.now()).toBeGreaterThan(Date.parse(at));
  }
  return moments;
}

onEachDatabase('the audit trail', (open) => {
  test('tells who changed what, before and after, the newest first', async () => {
    await using office = await open();
    await changes(office);
    const { items } = await ask(office);
    expect(items).toMatchObject([
      { by: { kind: 'person', name: 'Ada' }, action: 'key.revoked', botId: null, before: { name: 'ci' }, after: null },
      { by: { kind: 'key', id: 'k-ci' }, botId: 'shop', before: { version: 1 }, after: { version: 2 } },
      { action: 'bot.published', subject: 'versions/1', before: null, after: { version: 1 } },
    ]);
  });

  test('is searched by bot, by who, by action and by time', async () => {
    await using office = await open();
    await write(office, ci, published('bank', 1));
    const written = Date.parse((await ask(office)).items[0].at);
    await expect.poll(() => Date.now()).toBeGreaterThan(written);
    const [first = '', second = ''] = await changes(office);
    expect(await subjects(office, { botId: 'shop' })).toEqual(['shop versions/2', 'shop versions/1']);
    expect(await subjects(office, { by: 'k-ci' })).toEqual(['shop versions/2', 'bank versions/1']);
    expect(await subjects(office, { action: 'key.revoked' })).toEqual(['null keys/k-ci']);
    expect(await subjects(office, { from: second })).toEqual(['null keys/k-ci', 'shop versions/2']);
    expect(await subjects(office, { to: second })).toEqual(['shop versions/1', 'bank versions/1']);
    expect(await subjects(office, { from: first, to: second, by: 'p-ada' })).toEqual(['shop versions/1']);
    expect(await ask(office, { from: 'yesterday' })).toMatchObject({ code: 'field_invalid', pointer: '/from' });
  });

  test('comes in pages that go on where the last one ended, also while more is written', async () => {
    await using office = await open();
    for (let version = 1; version <= 5; version++) await write(office, ada, published('shop', version));
    const all = (await ask(office)).items;
    const one = await ask(office, { limit: '2' });
    await write(office, ada, published('shop', 6));
    const two = await ask(office, { limit: '2', cursor: one.next });
    const three = await ask(office, { limit: '2', cursor: two.next });
    expect([...one.items, ...two.items, ...three.items]).toEqual(all);
    expect(three.next).toBeNull();
    expect(await ask(office, { cursor: 'x' })).toMatchObject({ code: 'field_invalid', pointer: '/cursor' });
  });

  test('shows whoever is for some bots what was changed of these', async () => {
    await using office = await open();
    await changes(office);
    await write(office, ci, published('bank', 1));
    const key = await office.newKey({ scopes: ['audit:read'], bots: ['bank'] });
    expect(await subjects(office, {}, key)).toEqual(['bank versions/1']);
    expect(await ask(office, { botId: 'shop' }, key)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await subjects(office, { by: 'p-ada' }, key)).toEqual([]);
  });

  test('is written with the change, or neither is', async () => {
    await using office = await open();
    const failed = office.store.change(async (trx) => {
      await writeAudit(trx, ada, published('shop', 1));
      throw new Error('after all, not');
    });
    await expect(failed).rejects.toThrow('after all, not');
    expect((await ask(office)).items).toEqual([]);
  });
});
