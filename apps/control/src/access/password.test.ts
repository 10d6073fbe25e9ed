import { ChangePassword, SignIn, WhoAmI } from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { ada, cookieOf, join, signedIn } from './console.fixture.ts';

const next = 'another correct horse';
const signIn = (office: Office, password: string) =>
  office.call(SignIn, { key: null, body: { email: ada.email, password } });
const change = (office: Office, cookie: string, body: object = {}) =>
  office.call(ChangePassword, { ...signedIn(cookie), body: { current: ada.password, password: next, ...body } });
const whoIs = async (office: Office, cookie: string) => (await office.call(WhoAmI, signedIn(cookie))).status;

onEachDatabase('a password', (open) => {
  test('is changed by who knows it, and that ends their other sign-ins', { tags: 'long' }, async () => {
    await using office = await open();
    const [mine, other] = [await join(office), cookieOf((await signIn(office, ada.password)).headers)];
    expect((await change(office, mine)).status).toBe(204);
    expect([await whoIs(office, mine), await whoIs(office, other)]).toEqual([200, 401]);
    expect((await signIn(office, ada.password)).status).toBe(401);
    expect((await signIn(office, next)).status).toBe(200);
  });

  test('stays when the old one is wrong, which counts like any failure', { tags: 'long' }, async () => {
    await using office = await open();
    const mine = await join(office);
    const wrong = { current: 'not the password' };
    expect((await change(office, mine, wrong)).body).toMatchObject({ code: 'field_invalid', pointer: '/current' });
    for (let more = 0; more < 5; more++) await change(office, mine, wrong);
    expect((await change(office, mine)).body).toMatchObject({ code: 'rate_limited' });
    expect((await signIn(office, ada.password)).body).toMatchObject({ code: 'rate_limited' });
  });

  test('nobody who signs in with the old one meanwhile is still in afterwards', { tags: 'long' }, async () => {
    await using office = await open();
    const mine = await join(office);
    const passwords = [ada.password, ...Array.from({ length: 4 }, (_, at) => `${next} ${at}`)];
    for (const [at, current] of passwords.slice(0, -1).entries()) {
      const password = passwords[at + 1] ?? '';
      const [changed, ...came] = await Promise.all([
        change(office, mine, { current, password }),
        signIn(office, current),
        signIn(office, current),
      ]);
      expect(changed.status).toBe(204);
      const cookies = came.filter(({ status }) => status === 200).map(({ headers }) => cookieOf(headers));
      for (const cookie of cookies) expect(await whoIs(office, cookie)).toBe(401);
      expect((await signIn(office, password)).status, 'which also begins the count of failures anew').toBe(200);
    }
    expect(await whoIs(office, mine)).toBe(200);
  });
});
