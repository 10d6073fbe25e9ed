import { BotSettings, webViewPath } from '@backchannel/contracts';
import { signReturnLink } from '@backchannel/contracts/return-link';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ids, linkSecrets, openDoor } from './door.fixture.ts';
import { hookWith, newToken, postIds, postTo } from './hook.fixture.ts';

const token = newToken();
const hook = hookWith('h-shop', { paid: { attribute: 'payment' } }, token);
const here = ['127.0.0.0/8'];
const elsewhere = ['203.0.113.0/24', '2001:db8::/32'];
const link = { ...ids, id: 'link-1', exp: Math.floor(Date.now() / 1000) + 3600 };
const byLink = { authorization: `Bearer ${signReturnLink(link, linkSecrets[0])}` };

/** The door of a bot with these addresses; beside it one that may be posted to from anywhere, unless all have a list. */
async function doorOf(addresses: readonly string[], { open = true, environment = {} } = {}) {
  const bots = [{ botId: 'shop', hook, addresses: [...addresses] }, ...(open ? [{ botId: 'open' }] : [])];
  const door = await openDoor({ bots, environment });
  onTestFinished(() => door[Symbol.asyncDispose]());
  return door;
}
type Door = Awaited<ReturnType<typeof doorOf>>;

const ways: readonly [way: string, post: (door: Door, headers?: Record<string, string>) => ReturnType<Door['call']>][] =
  [
    ['by digest', (door, headers) => door.send({ body: ids, headers })],
    ['by return link', (door, headers) => door.send({ body: {}, headers: { ...byLink, ...headers } })],
    ['to the webhook', (door, headers) => postTo(door, { token, body: { ...postIds, a: 1 }, headers })],
  ];

describe.each(ways)('who posts %s', (_, post) => {
  test('is let in from an address of the list', async () => {
    const door = await doorOf(here);
    expect((await post(door)).status).toBe(202);
    expect(await door.inputs()).toHaveLength(1);
  });

  test('is refused from any other, and the owner of the bot can look that up', async () => {
    const door = await doorOf(elsewhere);
    const { status, body, headers } = await post(door);
    expect({ status, body }).toMatchObject({
      status: 403,
      body: { code: 'address_forbidden', detail: 'not from 127.0.0.1' },
    });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    await expect.poll(door.refusals).toMatchObject([{ code: 'address_forbidden', conversationId: ids.conversationId }]);
    expect(await door.inputs()).toEqual([]);
  });

  test('is nowhere by a header that anybody can write', async () => {
    const door = await doorOf(elsewhere);
    expect((await post(door, { 'x-forwarded-for': '203.0.113.7' })).status).toBe(403);
  });

  test.each([
    ['203.0.113.7', 202],
    ['198.51.100.1', 403],
    ['198.51.100.1, 203.0.113.7', 202],
    ['203.0.113.7, 198.51.100.1', 403],
    ['203.0.113.7, 127.0.0.1', 202],
    ['nonsense', 403],
    ['', 403],
  ])('is where our proxy says: X-Forwarded-For: %s is %d', async (forwarded, status) => {
    const door = await doorOf(elsewhere, { environment: { TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' } });
    expect((await post(door, { 'x-forwarded-for': forwarded })).status).toBe(status);
  });

  test('is told nothing of the bot without a credential for it', async () => {
    const door = await doorOf(elsewhere);
    expect(await post(door, { authorization: 'Bearer nonsense' })).toMatchObject({
      status: 401,
      body: { code: 'unauthorized' },
    });
    expect(door.refusals()).toEqual([]);
  });

  test('meets a changed list within a second', async () => {
    const door = await doorOf(here);
    expect((await post(door)).status).toBe(202);
    const began = performance.now();
    const settings = { botId: 'shop', revision: 2, version: 3, hook, addresses: elsewhere };
    await door.broker.publish([BotSettings(settings, { time: 0 })]);
    await expect.poll(async () => (await post(door)).status, { interval: 20 }).toBe(403);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('where every bot has a list', () => {
  test('whoever is in none is refused before anything is read, and nobody is told for which bot', async () => {
    const door = await doorOf(elsewhere, { open: false });
    const nonsense = { text: 'x'.repeat(100_000), headers: { 'content-type': 'text/plain' } };
    const others = ['/v1/hooks/h-shop/paid', '/v1/hooks/none/none', '/v1/h%6Foks/none/none'];
    for (const path of [webViewPath, ...others]) {
      const { status, body, headers } = await door.call(path, nonsense);
      expect({ status, code: body.code }).toEqual({ status: 403, code: 'address_forbidden' });
      expect(headers.get('access-control-allow-origin')).toBe('*');
    }
    expect((await door.call(webViewPath, { method: 'OPTIONS', text: undefined })).status).toBe(204);
    expect(await door.ready()).toBe(200);
    expect(door.refusals()).toEqual([]);
  });

  test('whoever is in the list of another bot is refused as at any door', async () => {
    const door = await doorOf(elsewhere, { open: false });
    await door.broker.publish([BotSettings({ botId: 'tea', revision: 1, version: 1, addresses: here }, { time: 0 })]);
    await expect.poll(async () => (await door.send({ body: { ...ids, botId: 'nobody' } })).status).toBe(404);
    expect(await door.send({ body: ids })).toMatchObject({ status: 403, body: { code: 'address_forbidden' } });
    expect((await door.send({ body: { ...ids, botId: 'tea' } })).status).toBe(202);
  });

  test('an empty list is nobody', async () => {
    const door = await doorOf([], { open: false });
    expect((await door.send({ body: ids })).status).toBe(403);
  });
});
