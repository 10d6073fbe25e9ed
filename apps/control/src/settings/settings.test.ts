import { limits } from '@backchannel/contracts';
import {
  ApplyFile,
  CreateBot,
  GetSettings,
  PatchSettings,
  PutSettings,
  RotateLinkKeys,
} from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { etagOf, newBot, newEnvironment, onSettings, saidOf, trail } from './settings.fixture.ts';
import { storedSettings } from './stored.ts';

const defaults = {
  sessionMs: limits.sessionMs,
  lateMessageMs: limits.lateMessageMs,
  digest: true,
  showPosted: true,
  environment: {},
  showValues: false,
};
const all = {
  sessionMs: 60_000,
  lateMessageMs: 120_000,
  digest: false,
  showPosted: false,
  origins: ['https://shop.example'],
  addresses: ['203.0.113.7', '10.0.0.0/8', '2001:db8::/32'],
  errorText: 'Oh no.',
  fallbackText: 'What?',
  look: { title: 'Lamps', color: '#0B57D0', radius: 0, position: 'left', avatarUrl: 'https://shop.example/a.png' },
  environment: { url: 'https://test.example' },
  showValues: true,
};

const storedOf = async ({ store: { db } }: Office, botId = 'shop') =>
  (await db.selectFrom('bots').select('settings').where('id', '=', botId).executeTakeFirstOrThrow()).settings;

onEachDatabase('settings of a bot', (open) => {
  test('are the defaults at first, and what was put from then on: said under the next revision, and written down', async () => {
    await using office = await open();
    await newBot(office);
    const params = { botId: 'shop' };
    const first = await office.call(GetSettings, { params });
    expect(first.body).toEqual(defaults);
    const put = await office.call(PutSettings, { params, body: all, ifMatch: etagOf(first) });
    expect([put.status, put.body]).toEqual([200, all]);
    const then = await office.call(GetSettings, { params });
    expect([then.body, etagOf(then)]).toEqual([all, etagOf(put)]);
    expect(etagOf(put)).not.toBe(etagOf(first));

    const { showValues: _, ...heard } = all;
    const said = await saidOf(office);
    expect(said).toMatchObject({ ...heard, botId: 'shop', version: 1, enabled: true });
    expect(said).not.toHaveProperty('showValues');
    expect(storedSettings(await storedOf(office)).showValues).toBe(true);
    expect(await trail(office)).toEqual([
      { action: 'settings.changed', botId: 'shop', subject: 'settings', before: defaults, after: all },
    ]);
  });

  test('that are patched change where they are named; null is back to the default', async () => {
    await using office = await open();
    await newBot(office);
    await office.call(PutSettings, { ...(await onSettings(office)), body: all });
    const body = { digest: true, origins: null, sessionMs: null, environment: { b: '2' }, look: { radius: 8 } };
    const patched = await office.call(PatchSettings, { ...(await onSettings(office)), body });
    const { origins: _, ...rest } = all;
    const wanted = { ...rest, digest: true, sessionMs: limits.sessionMs, environment: { b: '2' }, look: { radius: 8 } };
    expect(patched.body).toEqual(wanted);
    expect(await saidOf(office)).not.toHaveProperty('origins');
    const emptied = await office.call(PutSettings, { ...(await onSettings(office)), body: {} });
    expect([emptied.body, await storedOf(office)]).toEqual([defaults, '{}']);
  });

  test('of two who change them at once the second hears of it', async () => {
    await using office = await open();
    await newBot(office);
    const given = await onSettings(office);
    const both = await Promise.all(
      [1000, 2000].map((sessionMs) => office.call(PatchSettings, { ...given, body: { sessionMs } })),
    );
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    const { ifMatch: _, ...blind } = given;
    expect(await office.call(PatchSettings, { ...blind, body: {} })).toMatchObject({ status: 428 });
    expect((await trail(office)).length).toBe(1);
  });

  test('have an ETag of their own: another change of the bot is none of them', async () => {
    await using office = await open();
    await newBot(office);
    const given = await onSettings(office);
    await office.call(RotateLinkKeys, { params: given.params });
    expect((await office.call(PatchSettings, { ...given, body: { digest: false } })).status).toBe(200);
  });

  const wrong: readonly [why: string, body: object, pointer: string][] = [
    ['an address that is none', { addresses: ['10.0.0.1', '10.0.0.0/33'] }, '/addresses/1'],
    ['an origin with a path', { origins: ['https://shop.example/'] }, '/origins/0'],
    ['no time at all', { sessionMs: 0 }, '/sessionMs'],
    ['a text that says nothing', { errorText: '' }, '/errorText'],
    ['a colour that could be anything', { look: { color: 'red' } }, '/look/color'],
    ['a look that nobody knows', { look: { colour: '#ff0000' } }, '/look'],
    ['a picture that is a script', { look: { avatarUrl: 'javascript:alert(1)' } }, '/look/avatarUrl'],
    ['a value that is no text', { environment: { a: 1 } }, '/environment/a'],
    ['an environment that is not there', { linkedEnvironment: 'nowhere' }, '/linkedEnvironment'],
    ['what nobody knows', { digests: true }, ''],
    ['what is set elsewhere', { enabled: false }, ''],
  ];
  test.each(wrong)('%s is refused with its place, and changes nothing', async (_, body, pointer) => {
    await using office = await open();
    await newBot(office);
    const given = await onSettings(office);
    for (const route of [PutSettings, PatchSettings]) {
      const answer = await office.call(route, { ...given, body });
      expect({ status: answer.status, ...answer.body }).toMatchObject({ status: 422, code: 'field_invalid', pointer });
    }
    expect(await onSettings(office)).toEqual(given);
    expect(await trail(office)).toEqual([]);
  });

  test('of a bot that is not there are not there', async () => {
    await using office = await open();
    const answer = await office.call(GetSettings, { params: { botId: 'nobody' } });
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 404, code: 'bot_unknown' });
  });

  test('that a bot file brought are there', async () => {
    await using office = await open();
    const dialogs = [{ name: 'hi', interactions: [{ name: 'hello', type: 'text', text: 'Hello.' }] }];
    const own = { digest: false, addresses: ['::1'], environment: { a: '1' } };
    const body = { id: 'shop', name: 'Shop', dialogs, settings: { enabled: true, ...own } };
    await office.call(ApplyFile, { params: { botId: 'shop' }, body });
    expect((await office.call(GetSettings, { params: { botId: 'shop' } })).body).toEqual({ ...defaults, ...own });
  });

  test('of a bot that was never published are kept, and not said', async () => {
    await using office = await open();
    await office.call(CreateBot, { body: { id: 'shop', name: 'Shop' } });
    expect((await office.call(PutSettings, { ...(await onSettings(office)), body: all })).status).toBe(200);
    expect(await office.store.db.selectFrom('outbox').selectAll().execute()).toEqual([]);
  });

  test('name an environment whose values come before their own; to none again they are their own', async () => {
    await using office = await open();
    await newBot(office);
    await newEnvironment(office, { values: { url: 'https://shop.example', b: '2' }, sealed: { key: 'sk_1' } });
    const body = { environment: { url: 'https://test.example', a: '1' }, linkedEnvironment: 'production' };
    const patched = await office.call(PatchSettings, { ...(await onSettings(office)), body });
    expect(patched.body).toMatchObject(body);
    expect(await saidOf(office)).toMatchObject({
      environment: { url: 'https://shop.example', a: '1', b: '2' },
      sealed: { environment: 'production', values: { key: expect.stringMatching(/^s1\./) } },
    });
    await office.call(PatchSettings, { ...(await onSettings(office)), body: { linkedEnvironment: null } });
    const said = await saidOf(office);
    expect(said.environment).toEqual(body.environment);
    expect(said).not.toHaveProperty('sealed');
  });
});
