import { hash } from 'node:crypto';
import { limits } from '@backchannel/contracts';
import { CreateEndpoint, CreateToken, ListTokens, RefreshToken, RevokeToken } from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { addBot, saidHook } from './hooks.fixture.ts';

interface Made {
  readonly tokenId: string;
  readonly token: string;
}

onEachDatabase('the tokens of a webhook', (open) => {
  const params = { botId: 'shop' };
  const create = async (office: Office): Promise<Made> => (await office.call(CreateToken, { params })).body;
  const refresh = (office: Office, body?: object) => office.call(RefreshToken, { params, body });
  const listed = async (office: Office) => (await office.call(ListTokens, { params })).body.items;
  const said = async (office: Office) => (await saidHook(office, 'shop'))?.tokens;

  test('a token is shown once, is kept as its hash alone, and can be found by scanners', async () => {
    await using office = await open();
    await addBot(office, 'shop');
    const { status, body } = await office.call(CreateToken, { params });
    expect(status).toBe(201);
    expect(body.token).toMatch(/^bch_[\w-]{43}$/);
    const { token, ...known } = body;
    expect(known).toMatchObject({ hint: `bch_…${token.slice(-4)}`, createdBy: 'test', until: null });
    expect(await listed(office)).toEqual([known]);
    expect(await said(office)).toEqual([{ hash: hash('sha256', token) }]);
    for (const table of ['audit', 'hook_tokens', 'outbox'] as const) {
      const rows = await office.store.db.selectFrom(table).selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain(token);
    }
  });

  test('at most two are good at a time, also when they are asked for at once', async () => {
    await using office = await open();
    await addBot(office, 'shop');
    await office.call(CreateEndpoint, { params, body: { name: 'first' } });
    const made = await Promise.all([1, 2, 3, 4].map(() => office.call(CreateToken, { params })));
    expect(made.filter(({ status }) => status === 201)).toHaveLength(limits.hookTokens);
    expect(await listed(office)).toHaveLength(limits.hookTokens);
    expect(await said(office)).toHaveLength(limits.hookTokens);
  });

  test('a refresh ends all others at once', async () => {
    await using office = await open();
    await addBot(office, 'shop');
    await create(office);
    await create(office);
    const { status, body } = await refresh(office);
    expect(status).toBe(201);
    expect(await said(office)).toEqual([{ hash: hash('sha256', body.token) }]);
    const { token, ...known } = body;
    expect(await listed(office)).toEqual([{ ...known, hint: `bch_…${token.slice(-4)}` }]);
  });

  test('with an overlap the old one is good until then, and not beyond the end that it had', async () => {
    await using office = await open();
    await addBot(office, 'shop');
    const old = await create(office);
    const began = Date.now();
    const { body } = await refresh(office, { overlapMs: 60_000 });
    const [first, second] = (await said(office)) ?? [];
    expect(first?.hash).toBe(hash('sha256', old.token));
    expect(second).toEqual({ hash: hash('sha256', body.token) });
    expect(first?.until).toBeGreaterThanOrEqual(began + 60_000);
    expect(first?.until).toBeLessThanOrEqual(Date.now() + 60_000);
    expect(await listed(office)).toMatchObject([{ until: new Date(first?.until ?? 0).toISOString() }, { until: null }]);

    await office.call(RevokeToken, { params: { ...params, tokenId: body.tokenId } });
    await refresh(office, { overlapMs: limits.hookOverlapMs });
    expect((await said(office))?.[0]).toEqual(first);
  });

  test('an overlap of more than two is refused, and ends nothing; so is one of more than 7 days', async () => {
    await using office = await open();
    await addBot(office, 'shop');
    await create(office);
    await create(office);
    const before = await said(office);
    expect(await refresh(office, { overlapMs: 1000 })).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await refresh(office, { overlapMs: limits.hookOverlapMs + 1 })).toMatchObject({
      status: 422,
      body: { pointer: '/overlapMs' },
    });
    expect(await said(office)).toEqual(before);
  });

  test('a token that has ended makes room, and is told to nobody', async () => {
    await using office = await open();
    await addBot(office, 'shop');
    await create(office);
    await refresh(office, { overlapMs: 1 });
    await expect.poll(() => listed(office)).toHaveLength(1);
    const last = await create(office);
    expect(await said(office)).toHaveLength(2);
    expect(await listed(office)).toMatchObject([{ until: null }, { tokenId: last.tokenId }]);
  });

  test('one that is revoked is dead, once', async () => {
    await using office = await open();
    await addBot(office, 'shop');
    const { tokenId } = await create(office);
    const one = { params: { ...params, tokenId } };
    expect((await office.call(RevokeToken, one)).status).toBe(204);
    expect(await said(office)).toEqual([]);
    expect((await office.call(RevokeToken, one)).body.code).toBe('not_found');
  });

  test("another bot's token can not be ended by way of this one", async () => {
    await using office = await open();
    await addBot(office, 'shop');
    await addBot(office, 'tea');
    const { tokenId } = await create(office);
    const there = { params: { botId: 'tea', tokenId } };
    expect((await office.call(RevokeToken, there)).body.code).toBe('not_found');
    expect(await listed(office)).toHaveLength(1);
  });
});
