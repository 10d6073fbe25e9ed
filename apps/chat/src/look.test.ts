import { expect, test } from 'vitest';
import { call, Stage, until } from './stage.fixture.ts';

const [shop, evil] = ['https://shop.example', 'https://evil.example'];

async function begin() {
  const stage = new Stage();
  const address = await stage.chat();
  return {
    stage,
    look: (botId = 'shop', origin?: string) =>
      call(`${address}/v1/bots/${botId}/look`, { headers: { ...(origin && { origin }) } }),
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}

test('a bot that nothing is set for looks as the widget has it', async () => {
  await using chat = await begin();
  await chat.stage.bot();
  await until(async () => (await chat.look()).status === 200);
  const { headers, body } = await chat.look('shop', evil);
  expect(body).toEqual({ botId: 'shop', enabled: true, look: {} });
  expect(Object.fromEntries(headers)).toMatchObject({
    'access-control-allow-origin': '*',
    'cache-control': 'public, max-age=10',
    vary: 'Origin',
  });
});

test('what is set is told at once, what this release does not know too', async () => {
  await using chat = await begin();
  await chat.stage.bot();
  await until(async () => (await chat.look()).status === 200);
  const look = { title: 'Lamps', color: '#0b57d0', glow: 3 };
  await chat.stage.bot({ revision: 2, enabled: false, look });
  await until(async () => (await chat.look()).body.look.title === 'Lamps');
  expect((await chat.look()).body).toEqual({ botId: 'shop', enabled: false, look });
});

test('a page that may not show the bot is told so, and can read it; so is who asks for none', async () => {
  await using chat = await begin();
  await chat.stage.bot({ origins: [shop] });
  await until(async () => (await chat.look('shop', shop)).status === 200);
  const refused = await chat.look('shop', evil);
  expect(refused).toMatchObject({ status: 403, body: { code: 'origin_forbidden', detail: `not from ${evil}` } });
  const unknown = await chat.look('cinema', evil);
  expect(unknown).toMatchObject({ status: 404, body: { code: 'bot_unknown' } });
  for (const { headers } of [refused, unknown]) {
    expect([headers.get('access-control-allow-origin'), headers.get('vary')]).toEqual(['*', 'Origin']);
    expect(headers.get('cache-control')).toBe('no-store');
  }
});
