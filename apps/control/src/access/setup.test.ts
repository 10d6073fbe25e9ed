import { ListAudit, ListPeople, SetUp, WhoAmI } from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { ada, cookieOf, join, setUpLink, signedIn } from './console.fixture.ts';

const setUp = (office: Office, token: string, more: object = {}) =>
  office.call(SetUp, { key: null, body: { ...ada, token, ...more } });
const links = (office: Office) => office.printed.filter((line) => line.includes('/admin/setup#token='));
const ended = { status: 401, code: 'unauthorized' };

onEachDatabase('the first start', (open) => {
  test('prints a link that makes the owner, who is signed in', async () => {
    await using office = await open({ environment: { PUBLIC_URL: 'https://bots.example/' } });
    expect(links(office)).toEqual([
      expect.stringMatching(/https:\/\/bots\.example\/admin\/setup#token=bci_[\w-]{43}$/),
    ]);

    const token = setUpLink(office);
    const kept = await office.store.db.selectFrom('setup_links').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(token);

    const { status, body, headers } = await setUp(office, token);
    expect({ status, body }).toMatchObject({ status: 201, body: { kind: 'person', name: 'Ada', bots: null } });
    expect(headers.getSetCookie()[0]).toMatch(
      /^__Host-backchannel=bcs_[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    const me = await office.call(WhoAmI, signedIn(cookieOf(headers)));
    expect(me.body).toEqual(body);
    const { items } = (await office.call(ListPeople)).body;
    expect(items).toMatchObject([{ email: ada.email, name: 'Ada', scopes: null, bots: null, invitedUntil: null }]);
    const trail = (await office.call(ListAudit)).body;
    expect(trail.items).toMatchObject([{ action: 'person.set-up', by: { kind: 'person', name: 'Ada' } }]);
    expect(JSON.stringify([items, trail])).not.toContain(ada.password);
  });

  test('a link is good once', async () => {
    await using office = await open();
    const token = setUpLink(office);
    await join(office);
    expect((await setUp(office, token, { email: 'eve@example.org' })).body).toMatchObject(ended);
  });

  test('a new start prints a new one while nobody exists, and none later', { tags: 'long' }, async () => {
    await using office = await open();
    await office.stop();
    await office.start();
    expect(new Set(links(office)).size).toBe(2);
    await join(office);
    await office.stop();
    await office.start();
    expect(links(office)).toHaveLength(2);
  });

  test('of several links, used at once, one makes an owner', { tags: 'long' }, async () => {
    await using office = await open();
    const first = setUpLink(office);
    await office.stop();
    await office.start();
    const tries = [first, first, setUpLink(office), setUpLink(office)].map((token, at) =>
      setUp(office, token, { email: `${at}@example.org` }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 401, 401, 401]);
    expect((await office.call(ListPeople)).body.items).toHaveLength(1);
  });

  test('a link ends after a day; one that never was is refused alike', async () => {
    await using office = await open();
    const { db } = office.store;
    const { expires_at } = await db.selectFrom('setup_links').selectAll().executeTakeFirstOrThrow();
    expect(Math.abs(expires_at - Date.now() - 24 * 3_600_000)).toBeLessThan(60_000);
    await db.updateTable('setup_links').set({ expires_at: Date.now() }).execute();
    const [late, wrong] = [await setUp(office, setUpLink(office)), await setUp(office, 'bci_x')];
    expect(late.body).toMatchObject(ended);
    expect(wrong.body).toEqual(late.body);
  });

  test('a password has twelve signs, whatever they are', async () => {
    await using office = await open();
    const refused = await setUp(office, setUpLink(office), { password: 'eleven sign' });
    expect(refused.body).toMatchObject({ code: 'field_invalid', pointer: '/password' });
    expect((await setUp(office, setUpLink(office), { password: 'aaaaaaaaaaaa' })).status).toBe(201);
  });
});
