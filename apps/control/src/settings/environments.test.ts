import {
  CreateEnvironment,
  DeleteEnvironment,
  GetEnvironment,
  ListEnvironments,
  PatchEnvironment,
  PatchSettings,
  SealAgain,
} from '@backchannel/contracts/admin';
import { Seals } from '@backchannel/contracts/sealed';
import { describe, expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { etagOf, newBot, newEnvironment, onEnvironment, onSettings, saidOf, trail } from './settings.fixture.ts';

const [old, fresh] = ['the old seal key of these tests 1', 'the new seal key of these tests 2'] as const;
const sealedBy = (...keys: string[]) => ({ environment: { SEAL_KEYS: keys.join() } });
const seals = new Seals([old]);
const place = (name: string) => ({ environment: 'production', name });
const secret = 'sk_live_4711';

const link = async (office: Office, botId: string, environment: string | null = 'production') =>
  office.call(PatchSettings, { ...(await onSettings(office, botId)), body: { linkedEnvironment: environment } });

async function startWithFresh(office: Office): Promise<void> {
  office.environment['SEAL_KEYS'] = `${fresh},${old}`;
  await office.stop();
  await office.start();
}

/** Everything that control keeps, says or answered, as one text. */
async function everything({ store: { db } }: Office): Promise<string> {
  const tables = (await db.introspection.getTables()).map(({ name }) => name as 'audit');
  return JSON.stringify(await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute())));
}

onEachDatabase('environments', (open) => {
  test('are made, shown without what is sensitive, changed, and deleted', async () => {
    await using office = await open(sealedBy(old));
    const made = await office.call(CreateEnvironment, {
      body: { environmentId: 'production', values: { url: 'a' }, sealed: { key: secret } },
    });
    expect(made).toMatchObject({
      status: 201,
      body: { environmentId: 'production', values: { url: 'a' }, sealed: ['key'], bots: [] },
    });
    const got = await office.call(GetEnvironment, { params: { environmentId: 'production' } });
    expect([got.body, etagOf(got)]).toEqual([made.body, etagOf(made)]);
    expect((await office.call(ListEnvironments)).body).toEqual({ items: [made.body], next: null });

    const body = { values: { url: null, more: 'b' }, sealed: { other: 'x' } };
    const patched = await office.call(PatchEnvironment, { ...(await onEnvironment(office)), body });
    expect(patched.body).toMatchObject({ values: { more: 'b' }, sealed: ['key', 'other'] });
    expect(etagOf(patched)).not.toBe(etagOf(made));

    expect((await office.call(DeleteEnvironment, await onEnvironment(office))).status).toBe(204);
    expect((await office.call(GetEnvironment, { params: { environmentId: 'production' } })).status).toBe(404);
    const actions = (await trail(office)).map(({ action, subject }) => `${action} ${subject}`);
    expect(actions).toEqual(
      ['created', 'changed', 'deleted'].map((what) => `environment.${what} environments/production`),
    );
  });

  test('keep sensitive values as what only the services can open, everywhere', async () => {
    await using office = await open(sealedBy(old));
    await newBot(office);
    await newEnvironment(office, { values: { was: 'open' }, sealed: { key: secret } });
    await link(office, 'shop');
    const body = { sealed: { key: `${secret}-2`, was: `${secret}-3` } };
    await office.call(PatchEnvironment, { ...(await onEnvironment(office)), body });
    const { sealed, environment } = await saidOf(office);
    const { key = '', was = '' } = sealed?.values ?? {};
    expect([seals.open(key, place('key')), seals.open(was, place('was'))]).toEqual([`${secret}-2`, `${secret}-3`]);
    expect(seals.open(key, place('was'))).toBeNull();
    expect(environment).toEqual({});
    const all = (await everything(office)) + JSON.stringify((await office.call(ListEnvironments)).body);
    expect(all).toContain('environments/production');
    expect(all).not.toContain(secret);
    const { before, after } = (await trail(office)).at(-1) ?? {};
    expect([before, after]).toEqual([
      { values: {}, sealed: ['key'] },
      { values: {}, sealed: ['key', 'was'], sealedAnew: ['key', 'was'] },
    ]);
  });

  test('reach every bot that is linked, and no other, with one change', async () => {
    await using office = await open();
    for (const botId of ['a', 'b', 'other']) await newBot(office, botId);
    await newEnvironment(office, { values: { v: '1' } });
    for (const botId of ['b', 'a']) await link(office, botId);
    expect((await office.call(ListEnvironments)).body.items).toMatchObject([{ bots: ['a', 'b'] }]);
    await office.call(PatchEnvironment, { ...(await onEnvironment(office)), body: { values: { v: '2' } } });
    for (const botId of ['a', 'b']) expect((await saidOf(office, botId)).environment).toEqual({ v: '2' });
    expect((await saidOf(office, 'other')).environment).toEqual({});
  });

  test('a bot that is linked while values change has those that stay', { tags: 'long' }, async () => {
    await using office = await open();
    // So many that a change takes its time.
    const bots = Array.from({ length: 24 }, (_, n) => `bot-${n}`);
    for (const botId of bots) await newBot(office, botId);
    const [others, late] = [bots.slice(4), bots.slice(0, 4)];
    await newEnvironment(office, { values: { v: '0' } });
    for (const botId of others) await link(office, botId);
    const given = { params: { environmentId: 'production' }, ifMatch: '*' };
    for (const [n, botId] of late.entries()) {
      const body = { values: { v: String(n + 1) } };
      const both = [office.call(PatchEnvironment, { ...given, body }), link(office, botId)];
      expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
      expect((await saidOf(office, botId)).environment).toEqual(body.values);
    }
  });

  test('that a bot is linked to stay; the bots are named', async () => {
    await using office = await open();
    await newBot(office);
    await newEnvironment(office);
    await link(office, 'shop');
    const refused = await office.call(DeleteEnvironment, await onEnvironment(office));
    expect(refused).toMatchObject({ status: 409, body: { code: 'conflict', detail: 'bots are linked to it: shop' } });
    await link(office, 'shop', null);
    expect((await office.call(DeleteEnvironment, await onEnvironment(office))).status).toBe(204);
  });

  test('are there once; of two who change one the second hears of it', async () => {
    await using office = await open();
    await newEnvironment(office);
    const again = await office.call(CreateEnvironment, { body: { environmentId: 'production' } });
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const given = await onEnvironment(office);
    const body = { values: { a: '1' } };
    const both = await Promise.all([0, 1].map(() => office.call(PatchEnvironment, { ...given, body })));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    expect((await office.call(PatchEnvironment, { params: given.params, body })).status).toBe(428);
  });

  test.each([
    [{ environmentId: 'Pro duction' }, '/environmentId'],
    [{ environmentId: 'p', values: { a: 1 } }, '/values/a'],
    [{ environmentId: 'p', values: { a: '1' }, sealed: { a: '2' } }, '/sealed/a'],
    [{ environmentId: 'p', secrets: {} }, ''],
  ])('%j is refused with its place', async (body, pointer) => {
    await using office = await open();
    const answer = await office.call(CreateEnvironment, { body });
    expect(answer).toMatchObject({ status: 422, body: { code: 'field_invalid', pointer } });
  });

  test('take no more than a record of the log does', async () => {
    await using office = await open();
    await newEnvironment(office, { values: { a: 'x'.repeat(4000) } });
    const values = Object.fromEntries(Array.from({ length: 15 }, (_, n) => [`v${n}`, 'x'.repeat(4000)]));
    const more = (letter: string) =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [letter + name, value]));
    const patch = async (letter: string) =>
      office.call(PatchEnvironment, { ...(await onEnvironment(office)), body: { values: more(letter) } });
    expect([(await patch('a')).status, (await patch('b')).status, (await patch('c')).status]).toEqual([200, 200, 409]);
  });

  test('come in pages, by their ids', async () => {
    await using office = await open();
    for (const environmentId of ['c', 'a', 'b']) await newEnvironment(office, { environmentId });
    const page = async (query: Record<string, string>) => (await office.call(ListEnvironments, { query })).body;
    const first = await page({ limit: '2' });
    const second = await page({ limit: '2', cursor: first.next });
    const idsOf = ({ items }: { items: { environmentId: string }[] }) =>
      items.map(({ environmentId }) => environmentId);
    expect([idsOf(first), idsOf(second), second.next]).toEqual([['a', 'b'], ['c'], null]);
  });

  describe('with another first key', { tags: 'long' }, () => {
    test('every value is sealed again by a command, and the old key can go', async () => {
      await using office = await open(sealedBy(old));
      await newBot(office);
      await newEnvironment(office, { sealed: { a: secret, b: secret } });
      await newEnvironment(office, { environmentId: 'empty' });
      await link(office, 'shop');
      await startWithFresh(office);
      expect((await office.call(SealAgain)).body).toEqual({ sealed: 2, lost: [] });
      const { values = {} } = (await saidOf(office)).sealed ?? {};
      const opened = Object.entries(values).map(([name, one]) => new Seals([fresh]).open(one, place(name)));
      expect(opened).toEqual([secret, secret]);
      expect((await office.call(SealAgain)).body).toEqual({ sealed: 0, lost: [] });
    });

    test('a change seals the rest again by the way; what no key opens stays, and is named', async () => {
      await using office = await open(sealedBy(old));
      await newEnvironment(office, { sealed: { a: secret, b: secret } });
      await startWithFresh(office);
      await office.call(PatchEnvironment, { ...(await onEnvironment(office)), body: { values: { c: '1' } } });
      const sealed = async () => {
        const rows = await office.store.db.selectFrom('environment_values').select(['name', 'sealed']).execute();
        return new Map(rows.map((row) => [row.name, row.sealed ?? '']));
      };
      expect(new Seals([fresh]).open((await sealed()).get('a') ?? '', place('a'))).toBe(secret);

      await office.store.db
        .updateTable('environment_values')
        .set({ sealed: seals.seal('x', place('z')) })
        .where('name', '=', 'b')
        .execute();
      expect((await office.call(SealAgain)).body).toEqual({
        sealed: 0,
        lost: [{ environmentId: 'production', name: 'b' }],
      });
      expect((await onEnvironment(office)).ifMatch).not.toBe('');
    });
  });

  test('belong to the bots that are linked: who is for other bots sees none, links to none, and changes none', async () => {
    await using office = await open();
    for (const botId of ['a', 'b', 'c']) await newBot(office, botId);
    await newEnvironment(office, { values: { v: '1' }, sealed: { key: secret } });
    for (const botId of ['a', 'b']) await link(office, botId);
    const [forA, forC, forAb, forAc] = await Promise.all(
      [['a'], ['c'], ['a', 'b'], ['a', 'c']].map((bots) => office.newKey({ bots })),
    );
    const given = await onEnvironment(office);
    const body = { values: { v: '2' } };

    expect((await office.call(GetEnvironment, { ...given, key: forA })).body).toMatchObject({ bots: ['a'] });
    expect((await office.call(PatchEnvironment, { ...given, body, key: forA })).status).toBe(403);
    expect((await office.call(GetEnvironment, { ...given, key: forC })).status).toBe(404);
    expect((await office.call(PatchEnvironment, { ...given, body, key: forC })).status).toBe(404);
    expect((await office.call(ListEnvironments, { key: forC })).body.items).toEqual([]);
    expect((await office.call(ListEnvironments, { key: forA })).body.items).toHaveLength(1);
    expect((await office.call(PatchEnvironment, { ...given, body, key: forAb })).status).toBe(200);

    const steal = { ...(await onSettings(office, 'c')), body: { linkedEnvironment: 'production' } };
    expect(await office.call(PatchSettings, { ...steal, key: forC })).toMatchObject({
      status: 422,
      body: { pointer: '/linkedEnvironment', detail: '/linkedEnvironment: there is no environment "production"' },
    });
    expect((await office.call(PatchSettings, { ...steal, key: forAc })).status).toBe(200);
    const make = { body: { environmentId: 'mine' } };
    expect((await office.call(CreateEnvironment, { ...make, key: forA })).status).toBe(403);
  });
});
