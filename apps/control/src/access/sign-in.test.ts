import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { ListBots, RevokeKey, SignIn, SignOut, WhoAmI } from '@backchannel/contracts/admin';
import { expect, test, vi } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { ada, cookieOf, join, joined, signedIn } from './console.fixture.ts';

const signIn = (office: Office, body: object = ada) => {
  const { email, password } = { ...ada, ...body };
  return office.call(SignIn, { key: null, body: { email, password } });
};
const whoIs = async (office: Office, cookie: string) => (await office.call(WhoAmI, signedIn(cookie))).status;

onEachDatabase('a sign-in', (open) => {
  test('is a cookie that stands for a person, kept as a hash', async () => {
    await using office = await open();
    await joined(office);
    const { status, body, headers } = await signIn(office, { email: ' ADA@example.org ' });
    expect({ status, body }).toMatchObject({ status: 200, body: { kind: 'person', name: 'Ada', bots: null } });
    expect(headers.get('cache-control')).toBe('no-store');
    const cookie = cookieOf(headers);
    expect((await office.call(WhoAmI, signedIn(cookie))).body).toEqual(body);
    expect((await office.call(ListBots, signedIn(cookie))).status).toBe(200);
    const kept = await office.store.db.selectFrom('sign_ins').selectAll().execute();
    expect(kept).toHaveLength(2);
    expect(JSON.stringify(kept)).not.toContain(cookie.split('=')[1]);
  });

  test('ends when its person signs out, and the other ones go on', async () => {
    await using office = await open();
    const [one, other] = [await joined(office), cookieOf((await signIn(office)).headers)];
    const { status, headers } = await office.call(SignOut, signedIn(one));
    expect(status).toBe(204);
    expect(headers.getSetCookie()[0]).toMatch(/^backchannel=; Max-Age=0; /);
    expect([await whoIs(office, one), await whoIs(office, other)]).toEqual([401, 200]);
  });

  test.each([
    ['half a day without a request', { seen_at: 12 * 3_600_000 }],
    ['a week, whatever happens', { created_at: 7 * 24 * 3_600_000 }],
  ])('ends after %s', async (_, ended) => {
    await using office = await open();
    const cookie = await joined(office);
    const { db } = office.store;
    const ages = (sooner: number) =>
      Object.fromEntries(Object.entries(ended).map(([name, ms]) => [name, Date.now() - ms + sooner]));
    await db.updateTable('sign_ins').set(ages(60_000)).execute();
    expect(await whoIs(office, cookie)).toBe(200);
    await db.updateTable('sign_ins').set(ages(0)).execute();
    expect(await whoIs(office, cookie)).toBe(401);
  });

  test('goes on while there are requests, which is written once a minute', async () => {
    await using office = await open();
    const cookie = await joined(office);
    const { db } = office.store;
    for (const [ago, written] of [
      [50_000, false],
      [61_000, true],
    ] as const) {
      const seen_at = Date.now() - ago;
      await db.updateTable('sign_ins').set({ seen_at }).execute();
      await whoIs(office, cookie);
      const now = await db.selectFrom('sign_ins').select('seen_at').executeTakeFirstOrThrow();
      expect(now.seen_at !== seen_at).toBe(written);
    }
  });

  test('is refused alike for a wrong password and an unknown email, after the same work', async () => {
    await using office = await open();
    await join(office);
    const argon2 = vi.spyOn(crypto, 'argon2');
    syncBuiltinESMExports();
    const wrong = await signIn(office, { password: 'another horse battery' });
    expect(argon2).toHaveBeenCalledTimes(1);
    const unknown = await signIn(office, { email: 'eve@example.org' });
    expect(argon2).toHaveBeenCalledTimes(2);
    argon2.mockRestore();
    syncBuiltinESMExports();
    expect(wrong.body).toMatchObject({ status: 401, code: 'unauthorized' });
    expect(unknown.body).toEqual(wrong.body);
    expect([wrong, unknown].flatMap(({ headers }) => headers.getSetCookie())).toEqual([]);
  });

  test('is not looked at beside a key, good or bad', async () => {
    await using office = await open();
    const cookie = await joined(office);
    const asked = async (key: string) => (await office.call(WhoAmI, { ...signedIn(cookie), key })).body;
    expect(await asked(office.key)).toMatchObject({ kind: 'key' });
    expect(await asked('bck_x')).toMatchObject({ status: 401 });
  });
});

onEachDatabase('a page of another site', (open) => {
  const revoke = { params: { keyId: 'none' }, key: null };

  test('changes nothing with the cookie that a browser sends for it', async () => {
    await using office = await open();
    const cookie = await joined(office);
    const status = async (headers: Record<string, string>) =>
      (await office.call(RevokeKey, { ...revoke, headers: { cookie, ...headers } })).status;
    expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await status({ 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await status({ origin: 'https://evil.example' })).toBe(403);
    expect(await status({})).toBe(403);
    expect(await status({ origin: 'http://localhost:3000' })).toBe(404);
    expect(await status({ 'sec-fetch-site': 'same-origin' })).toBe(404);
    expect((await office.call(WhoAmI, { key: null, headers: { cookie } })).status).toBe(200);
  });

  test('can not post a form, whatever it says of itself', async () => {
    await using office = await open();
    const cookie = await joined(office);
    const before = await office.store.db.selectFrom('sign_ins').selectAll().execute();
    const forms = ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'];
    for (const form of forms) {
      const headers = { cookie, 'content-type': form, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
      const body = '{"email":"eve@example.org","password":"correct horse battery"}';
      for (const { path } of [SignIn, SignOut]) {
        const { status } = await fetch(`${office.url}${path}`, { method: 'POST', headers, body });
        expect(status).toBe(415);
      }
    }
    const empty = { cookie, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    const { status } = await fetch(`${office.url}${SignOut.path}`, { method: 'POST', headers: empty });
    expect(status).toBe(403);
    expect(await office.store.db.selectFrom('sign_ins').selectAll().execute()).toEqual(before);
  });

  test('signs nobody in', async () => {
    await using office = await open();
    await joined(office);
    const { email, password } = ada;
    const headers = { 'sec-fetch-site': 'cross-site' };
    const { status, headers: answered } = await office.call(SignIn, { key: null, headers, body: { email, password } });
    expect({ status, cookies: answered.getSetCookie() }).toEqual({ status: 403, cookies: [] });
  });
});
