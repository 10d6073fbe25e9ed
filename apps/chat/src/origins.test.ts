import { describe, expect, test } from 'vitest';
import { call, open, Stage, until } from './stage.fixture.ts';

const [shop, evil] = ['https://shop.example', 'https://evil.example'];

/** Two instances that were at work before the settings changed, and a conversation that began before. */
async function begin() {
  const stage = new Stage();
  await stage.bot();
  const addresses = [await stage.chat('one'), await stage.chat('two')];
  const { conversationId, token } = await open(addresses[0] ?? '');
  const statusAt = async (address: string, origin: string) =>
    (await call(`${address}/v1/conversations/${conversationId}/messages`, { token, headers: { origin } })).status;
  const opens = async (address: string, origin: string) =>
    (await call(`${address}/v1/conversations`, { body: { botId: 'shop' }, headers: { origin } })).status;
  return {
    stage,
    addresses,
    token,
    /** What pages of an origin get from both: to open, to read. */
    statuses: async (origin: string) =>
      (await Promise.all(addresses.map((at) => Promise.all([opens(at, origin), statusAt(at, origin)])))).flat(),
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}

describe('origins that change', () => {
  test('hold at every open instance within a second, over HTTP and sockets', async () => {
    await using chat = await begin();
    expect(await chat.statuses(evil)).toEqual([201, 200, 201, 200]);
    const began = performance.now();
    await chat.stage.bot({ revision: 2, origins: [shop] });
    await until(async () => (await chat.statuses(evil)).every((status) => status === 403));
    expect(performance.now() - began).toBeLessThan(1000);
    expect(await chat.statuses(shop)).toEqual([201, 200, 201, 200]);
    for (const address of chat.addresses) {
      const { token } = chat;
      expect(await chat.stage.page(address, { token, origin: evil }).ended()).toMatchObject({
        reason: 'origin_forbidden',
      });
      expect((await chat.stage.page(address, { token, origin: shop }).welcomed()).closed).toBeNull();
    }
  });

  test('may be all again; none is none', async () => {
    await using chat = await begin();
    await chat.stage.bot({ revision: 2, origins: [] });
    await until(async () => (await chat.statuses(shop)).every((status) => status === 403));
    await chat.stage.bot({ revision: 3 });
    await until(async () => (await chat.statuses(evil)).every((status) => status < 300));
    expect(await chat.statuses(shop)).toEqual([201, 200, 201, 200]);
  });
});
