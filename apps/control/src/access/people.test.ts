import { AcceptInvitation, InvitePerson, ListPeople, RemovePerson, WhoAmI } from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { ada, cookieOf, invite, joined, signedIn } from './console.fixture.ts';

const bob = { email: 'bob@example.org', name: 'Bob', scopes: ['bots:read', 'access:write'], bots: ['shop'] };
const owner = { email: 'eve@example.org', name: 'Eve', scopes: null, bots: null };
const password = 'correct horse battery';

const accept = (office: Office, token: string) =>
  office.call(AcceptInvitation, { key: null, body: { token, password } });
const remove = (office: Office, personId: string, given: object = {}) =>
  office.call(RemovePerson, { params: { personId }, ...given });
const arrive = async (office: Office, body: object) => {
  const { personId, token } = await invite(office, body);
  return { personId, cookie: cookieOf((await accept(office, token)).headers) };
};

onEachDatabase('people', (open) => {
  test('somebody is invited by a link, sets a password, and may do what was said', async () => {
    await using office = await open({ environment: { PUBLIC_URL: 'https://bots.example' } });
    await joined(office);
    const { status, body: made } = await office.call(InvitePerson, { body: { ...bob, email: ' Bob@Example.org' } });
    expect(status).toBe(201);
    expect(made).toMatchObject({ ...bob, createdBy: 'test', signedInAt: null });
    expect(Date.parse(made.invitedUntil) - Date.now()).toBeGreaterThan(6.9 * 24 * 3_600_000);
    expect(made.link).toMatch(/^https:\/\/bots\.example\/admin\/invitation#token=bci_[\w-]{43}$/);
    const token = made.link.split('=')[1];
    expect(JSON.stringify(await office.store.db.selectFrom('invitations').selectAll().execute())).not.toContain(token);

    const { status: accepted, body: me, headers } = await accept(office, token);
    expect({ accepted, me }).toMatchObject({ accepted: 201, me: { name: 'Bob', scopes: bob.scopes, bots: ['shop'] } });
    expect((await office.call(WhoAmI, signedIn(cookieOf(headers)))).body).toEqual(me);
    expect((await office.call(ListPeople, signedIn(cookieOf(headers)))).body).toMatchObject({ status: 403 });
    const { items } = (await office.call(ListPeople)).body;
    expect(items).toMatchObject([{ personId: made.personId, invitedUntil: null }, { name: 'Ada' }]);
    expect(JSON.stringify(items)).not.toContain('argon2');
  });

  test('a link is good once, for seven days, and not for who was removed', async () => {
    await using office = await open();
    const { token } = await invite(office, bob);
    const statuses = await Promise.all([accept(office, token), accept(office, token)]);
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([201, 401]));

    const { personId, token: removed } = await invite(office, { ...bob, email: 'carl@example.org' });
    expect((await remove(office, personId)).status).toBe(204);
    expect((await accept(office, removed)).status).toBe(401);

    const { token: late } = await invite(office, owner);
    await office.store.db.updateTable('invitations').set({ expires_at: Date.now() }).execute();
    expect((await accept(office, late)).body).toMatchObject({ status: 401, code: 'unauthorized' });
  });

  test('nobody invites to more than they may themselves', async () => {
    await using office = await open();
    const { cookie } = await arrive(office, bob);
    const asked = async (body: object) =>
      (await office.call(InvitePerson, { ...signedIn(cookie), body: { ...bob, email: 'eve@example.org', ...body } }))
        .body;
    expect(await asked({ scopes: null })).toMatchObject({ code: 'forbidden', pointer: '/scopes' });
    expect(await asked({ scopes: ['audit:read'] })).toMatchObject({ code: 'forbidden', pointer: '/scopes' });
    expect(await asked({ bots: null })).toMatchObject({ code: 'forbidden', pointer: '/bots' });
    expect(await asked({ scopes: ['bots:read'] })).toMatchObject({ scopes: ['bots:read'], createdBy: 'Bob' });
  });

  test('one address is one person', async () => {
    await using office = await open();
    await joined(office);
    const { body } = await office.call(InvitePerson, { body: { ...bob, email: ada.email.toUpperCase() } });
    expect(body).toMatchObject({ status: 409, code: 'conflict', pointer: '/email' });
  });

  test('who is removed is out at once', async () => {
    await using office = await open();
    await joined(office);
    const { personId, cookie } = await arrive(office, bob);
    expect((await office.call(WhoAmI, signedIn(cookie))).status).toBe(200);
    expect((await remove(office, personId)).status).toBe(204);
    expect((await office.call(WhoAmI, signedIn(cookie))).status).toBe(401);
    expect((await remove(office, personId)).body).toMatchObject({ status: 404, code: 'not_found' });
  });

  test('who is for some bots neither sees nor removes people for others, nor people who may more', async () => {
    await using office = await open();
    const { cookie } = await arrive(office, { ...bob, scopes: [...bob.scopes, 'access:read'] });
    const bank = await invite(office, { ...bob, email: 'bank@example.org', bots: ['bank'] });
    const more = await invite(office, { ...bob, email: 'more@example.org', scopes: ['bots:write'] });
    const { body } = await office.call(ListPeople, signedIn(cookie));
    expect(body.items.map(({ email }: { email: string }) => email)).toEqual(['more@example.org', 'bob@example.org']);
    expect((await remove(office, bank.personId, signedIn(cookie))).body).toMatchObject({ code: 'not_found' });
    expect((await remove(office, more.personId, signedIn(cookie))).body).toMatchObject({ code: 'forbidden' });
  });

  test('the last owner stays, also when two remove each other at once', async () => {
    await using office = await open();
    const mine = await joined(office);
    const { personId: me } = (await office.call(ListPeople)).body.items[0];
    const pending = await invite(office, owner);
    expect((await remove(office, me)).body).toMatchObject({ status: 409, code: 'conflict' });

    const other = cookieOf((await accept(office, pending.token)).headers);
    const statuses = await Promise.all([
      remove(office, me, signedIn(other)),
      remove(office, pending.personId, signedIn(mine)),
    ]);
    const left = (await office.call(ListPeople)).body.items;
    expect(left).toHaveLength(1);
    expect(statuses.filter(({ status }) => status === 204)).toHaveLength(1);
  });
});
