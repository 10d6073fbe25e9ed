import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { SignIn } from '@backchannel/contracts/admin';
import { expect, test, vi } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { beginTry } from './back-off.store.ts';
import { ada, join } from './console.fixture.ts';

const wrong = { email: ada.email, password: 'not the password' };
const right = { email: ada.email, password: ada.password };
const signIn = (office: Office, body: object, headers = {}) => office.call(SignIn, { key: null, body, headers });
const failures = ({ store: { db } }: Office) => db.selectFrom('sign_in_failures').selectAll().execute();
/** As if the wait were over. */
const passWait = ({ store: { db } }: Office) =>
  db.updateTable('sign_in_failures').set({ blocked_until: Date.now() }).execute();

onEachDatabase('back-off', (open) => {
  test('who fails too often waits, twice as long each time, and the right password does not help', {
    tags: 'long',
  }, async () => {
    await using office = await open();
    await join(office);
    for (let free = 0; free < 6; free++) expect((await signIn(office, wrong)).status).toBe(401);
    for (const seconds of [1, 2, 4]) {
      const { body, headers } = await signIn(office, right);
      expect(body).toMatchObject({ status: 429, code: 'rate_limited' });
      expect(headers.get('retry-after')).toBe(String(seconds));
      await passWait(office);
      expect((await signIn(office, wrong)).status).toBe(401);
    }
    await passWait(office);
    expect((await signIn(office, right)).status).toBe(200);
  });

  test('it is of the tables: another start knows it, and success ends it', { tags: 'long' }, async () => {
    await using office = await open();
    await join(office);
    for (let free = 0; free < 6; free++) await signIn(office, wrong);
    await office.stop();
    await office.start();
    expect((await signIn(office, right)).status).toBe(429);
    await passWait(office);
    expect((await signIn(office, right)).status).toBe(200);
    for (let free = 0; free < 6; free++) expect((await signIn(office, wrong)).status).toBe(401);
  });

  test('an email that nobody has is counted alike', { tags: 'long' }, async () => {
    await using office = await open();
    const nobody = { ...wrong, email: 'eve@example.org' };
    for (let free = 0; free < 6; free++) expect((await signIn(office, nobody)).status).toBe(401);
    expect((await signIn(office, { ...nobody, email: 'EVE@example.org' })).status).toBe(429);
  });

  test('many tries at once count one by one', { tags: 'long' }, async () => {
    await using office = await open();
    await join(office);
    const argon2 = vi.spyOn(crypto, 'argon2');
    syncBuiltinESMExports();
    const answers = await Promise.all(Array.from({ length: 15 }, () => signIn(office, wrong)));
    const checked = argon2.mock.calls.length;
    argon2.mockRestore();
    syncBuiltinESMExports();
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(6);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(9);
    expect(checked).toBe(6);
  });

  test('who came first and is counted last is not refused for it', async () => {
    await using office = await open();
    const someone = { email: ada.email, ip: '203.0.113.1' };
    for (let at = 6; at > 0; at--) await beginTry(office.store.db, someone, at);
    await expect(beginTry(office.store.db, someone, 7)).rejects.toMatchObject({ problem: { code: 'rate_limited' } });
  });

  test('one address does not try many accounts, and a success of its own in between does not help', {
    tags: 'long',
  }, async () => {
    await using office = await open();
    await join(office);
    const guess = (at: number) =>
      signIn(office, { ...wrong, email: `${at}@example.org` }, { 'x-forwarded-for': `203.0.113.${at}` });
    for (let at = 0; at < 20; at++) expect((await guess(at)).status).toBe(401);
    expect((await signIn(office, right)).status).toBe(200);
    expect((await guess(20)).status).toBe(401);
    expect((await guess(21)).status).toBe(429);
    expect((await signIn(office, right)).status).toBe(429);
  });

  test('after a quiet time all is forgotten', { tags: 'long' }, async () => {
    await using office = await open();
    await join(office);
    for (let free = 0; free < 5; free++) await signIn(office, wrong);
    const { db } = office.store;
    await db
      .updateTable('sign_in_failures')
      .set({ failed_at: Date.now() - 25 * 3_600_000 })
      .execute();
    await signIn(office, { ...wrong, email: 'eve@example.org' });
    expect((await failures(office)).map(({ failures }) => failures)).toEqual([1, 1]);
  });
});
