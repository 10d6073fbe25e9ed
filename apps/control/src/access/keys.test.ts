import { CreateKey, ListAudit, ListBots, ListKeys, RevokeKey, WhoAmI } from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';

const ci = { name: 'ci', scopes: ['bots:read'], bots: null, expiresAt: null };
const create = async (office: Office, more: object = {}, key?: string) => {
  const { status, body } = await office.call(CreateKey, { body: { ...ci, ...more }, ...(key && { key }) });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body as { keyId: string; key: string };
};
const usedAt = async ({ store: { db } }: Office, keyId: string) =>
  (await db.selectFrom('api_keys').select('last_used_at').where('id', '=', keyId).executeTakeFirstOrThrow())
    .last_used_at;

onEachDatabase('keys', (open) => {
  test('a key is shown once; then it is told by how it ends', async () => {
    await using office = await open();
    const { keyId, key } = await create(office);
    expect(key).toMatch(/^bck_[\w-]{43}$/);

    const { body } = await office.call(ListKeys);
    expect(body.items[0]).toMatchObject({ ...ci, keyId, lastFour: key.slice(-4), createdBy: 'test', lastUsedAt: null });
    const kept = await office.store.db.selectFrom('api_keys').selectAll().execute();
    const trail = await office.call(ListAudit);
    expect(JSON.stringify([body, kept, trail.body])).not.toContain(key);
  });

  test('a key may do what it is for, and nothing else', async () => {
    await using office = await open();
    const { key } = await create(office, { bots: ['shop'] });
    const { body } = await office.call(WhoAmI, { key });
    expect(body).toMatchObject({ kind: 'key', name: 'ci', scopes: ['bots:read'], bots: ['shop'] });
    expect((await office.call(ListBots, { key })).status).toBe(200);
    expect((await office.call(ListKeys, { key })).body).toMatchObject({ status: 403, code: 'forbidden' });
  });

  test('when it was last used is known to the minute, and not written more often', async () => {
    await using office = await open();
    const { keyId, key } = await create(office);
    const begin = Date.now();
    await office.call(ListBots, { key });
    const first = await usedAt(office, keyId);
    expect(first).toBeGreaterThanOrEqual(begin);
    for (const [ago, written] of [
      [50_000, false],
      [61_000, true],
    ] as const) {
      const last_used_at = begin - ago;
      await office.store.db.updateTable('api_keys').set({ last_used_at }).where('id', '=', keyId).execute();
      await office.call(ListBots, { key });
      expect((await usedAt(office, keyId)) !== last_used_at).toBe(written);
    }
  });

  test('a revoked key is dead at once; once more does no harm', async () => {
    await using office = await open();
    const { keyId, key } = await create(office);
    expect((await office.call(ListBots, { key })).status).toBe(200);
    expect((await office.call(RevokeKey, { params: { keyId } })).status).toBe(204);
    expect((await office.call(ListBots, { key })).body).toMatchObject({ status: 401, code: 'unauthorized' });
    const revokedAt = (await office.call(ListKeys)).body.items[0].revokedAt;
    expect((await office.call(RevokeKey, { params: { keyId } })).status).toBe(204);
    expect((await office.call(ListKeys)).body.items[0].revokedAt).toBe(revokedAt);
    const { body } = await office.call(ListAudit, { query: { action: 'key.revoked' } });
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      subject: `keys/${keyId}`,
      before: { revokedAt: null },
      after: { revokedAt },
    });
  });

  test('a key ends by itself', async () => {
    await using office = await open();
    const { keyId, key } = await create(office, { expiresAt: new Date(Date.now() + 60_000).toISOString() });
    expect((await office.call(ListBots, { key })).status).toBe(200);
    await office.store.db.updateTable('api_keys').set({ expires_at: Date.now() }).where('id', '=', keyId).execute();
    expect((await office.call(ListBots, { key })).body).toMatchObject({ status: 401, code: 'unauthorized' });
  });

  test('what can not be a key is refused with the field', async () => {
    await using office = await open();
    const refused = async (more: object) => (await office.call(CreateKey, { body: { ...ci, ...more } })).body;
    const past = new Date(Date.now() - 1).toISOString();
    expect(await refused({ expiresAt: past })).toMatchObject({ code: 'field_invalid', pointer: '/expiresAt' });
    expect(await refused({ expiresAt: undefined })).toMatchObject({ code: 'field_missing', pointer: '/expiresAt' });
    expect(await refused({ scopes: ['bots:all'] })).toMatchObject({ code: 'field_invalid', pointer: '/scopes/0' });
    expect(await refused({ bots: [] })).toMatchObject({ code: 'field_invalid', pointer: '/bots' });
  });

  test('who makes a key gives no more than they have, and the answer tells nothing of other bots', async () => {
    await using office = await open();
    const key = await office.newKey({ scopes: ['access:write', 'bots:read'], bots: ['shop'] });
    const asked = async (more: object) => (await office.call(CreateKey, { key, body: { ...ci, ...more } })).body;
    expect(await asked({})).toMatchObject({ code: 'forbidden', pointer: '/bots' });
    expect(await asked({ bots: ['bank'] })).toMatchObject({ code: 'forbidden', pointer: '/bots' });
    const scopes = ['bots:read', 'bots:write'];
    expect(await asked({ bots: ['shop'], scopes })).toMatchObject({ code: 'forbidden', pointer: '/scopes' });
    expect((await office.call(ListKeys)).body.items).toHaveLength(2);
    const { key: given } = await create(office, { bots: ['shop'] }, key);
    expect((await office.call(WhoAmI, { key: given })).body).toMatchObject({ scopes: ['bots:read'], bots: ['shop'] });
  });

  test('who is for some bots sees, and ends, keys that are for no others', async () => {
    await using office = await open();
    const keyOf = async (bots: string[] | null) => (await create(office, { bots })).keyId;
    const [all, bank, both, shop] = [
      await keyOf(null),
      await keyOf(['bank']),
      await keyOf(['shop', 'bank']),
      await keyOf(['shop']),
    ];
    const key = await office.newKey({ scopes: ['access:write', 'access:read'], bots: ['shop'] });
    const { body } = await office.call(ListKeys, { key, query: { limit: '2' } });
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(['test', 'ci']);
    expect(body).toMatchObject({ items: [{}, { keyId: shop }], next: null });
    for (const keyId of [all, bank, both]) {
      expect((await office.call(RevokeKey, { key, params: { keyId } })).body).toMatchObject({ code: 'not_found' });
    }
    expect((await office.call(RevokeKey, { key, params: { keyId: shop } })).status).toBe(204);
  });

  test('the list comes in pages, each key once', async () => {
    await using office = await open();
    const made = [];
    for (const name of ['a', 'b', 'c', 'd']) made.unshift((await create(office, { name })).keyId);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = { limit: '2', ...(cursor && { cursor }) };
      const { body }: Awaited<ReturnType<Office['call']>> = await office.call(ListKeys, { query });
      seen.push(...body.items.map(({ keyId }: { keyId: string }) => keyId));
      cursor = body.next;
    }
    expect(seen.slice(0, 4)).toEqual(made);
    expect(new Set(seen).size).toBe(5);
    expect((await office.call(ListKeys, { query: { cursor: 'x' } })).body).toMatchObject({ pointer: '/cursor' });
  });
});
