import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { BotSettings, limits } from '@backchannel/contracts';
import { SqliteBroker } from '@backchannel/messaging';
import { realRedis } from '@backchannel/stack';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Door, ids, openDoor } from './door.fixture.ts';
import { hookWith, newToken, postIds, postTo } from './hook.fixture.ts';

const token = newToken();
const hook = hookWith('h-shop', { paid: { attribute: 'payment' } }, token);
// Ten at once, and then none for long.
const few = { limits: { postsPerSecond: 1 } };
const redis = await realRedis();

async function doorOf(wanted: Parameters<typeof openDoor>[0]) {
  const door = await openDoor(wanted);
  onTestFinished(() => door[Symbol.asyncDispose]());
  return door;
}
const statusesOf = async (posts: readonly ReturnType<Door['send']>[]) =>
  (await Promise.all(posts)).map(({ status }) => status).toSorted((a, b) => a - b);
const times = <Result>(count: number, one: (n: number) => Result) => Array.from({ length: count }, (_, n) => one(n));
const expected = (accepted: number, refused: number) => [...times(accepted, () => 202), ...times(refused, () => 429)];

describe('a bot that takes few posts', () => {
  const bots = [{ botId: 'shop', hook, ...few }, { botId: 'tea' }];

  test('takes so many at both doors together, says how many are left, and when to come again', {
    tags: 'long',
  }, async () => {
    const door = await doorOf({ bots });
    const first = await door.send({ body: ids });
    const headers = (answer: { headers: Headers }) =>
      ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'retry-after'].map((name) =>
        answer.headers.get(name),
      );
    expect([first.status, ...headers(first)]).toEqual([202, '10', '9', '1', null]);
    const byHook = times(12, () => postTo(door, { token, body: { ...postIds, a: 1 } }));
    expect(await statusesOf(byHook)).toEqual(expected(9, 3));
    const last = await door.send({ body: ids });
    expect([last.status, ...headers(last)]).toEqual([429, '10', '0', '10', '1']);
    expect(last.body).toEqual({
      type: 'urn:backchannel:problem:rate_limited',
      title: 'Too many requests',
      status: 429,
      code: 'rate_limited',
      detail: 'again in 1 s',
    });
    expect(last.headers.get('access-control-expose-headers')).toContain('RateLimit-Remaining');
    await expect.poll(async () => (await door.send({ body: ids })).status).toBe(202);
  });

  test('is no reason to refuse posts to another one', async () => {
    const door = await doorOf({ bots });
    const noise = times(300, () => door.send({ body: ids }));
    const others = await statusesOf(times(30, () => door.send({ body: { ...ids, botId: 'tea' } })));
    expect(others).toEqual(expected(30, 0));
    expect((await statusesOf(noise)).filter((status) => status === 202).length).toBeLessThan(30);
  });

  test('what is refused for other reasons takes nothing; a changed limit holds within a second', async () => {
    const door = await doorOf({ bots });
    const bad = { body: { ...ids, contextVariables: 7 } };
    expect(new Set((await Promise.all(times(30, () => door.send(bad)))).map(({ status }) => status))).toEqual(
      new Set([422]),
    );
    expect(await statusesOf(times(12, () => door.send({ body: ids })))).toEqual(expected(10, 2));
    const more = { botId: 'shop', revision: 2, version: 3, limits: { postsPerSecond: 50 } };
    await door.broker.publish([BotSettings(more, { time: 0 })]);
    await expect.poll(async () => (await door.send({ body: ids })).headers.get('ratelimit-limit')).toBe('500');
  });

  test('its owner can look up that it was refused; of a flood some are in the journal', async () => {
    const door = await doorOf({ bots });
    await Promise.all(times(300, () => door.send({ body: ids })));
    const mark = await door.send({ body: { ...ids, botId: 'tea', contextVariables: 7 } });
    expect(mark.status).toBe(422);
    await expect.poll(() => door.refusals().at(-1)).toMatchObject({ code: 'field_invalid', botId: 'tea' });
    const limited = door.refusals().filter((refusal) => refusal.stage === 'refused' && refusal.code === 'rate_limited');
    expect(limited.length).toBeGreaterThan(10);
    expect(limited.length).toBeLessThan(60);
    expect(limited[0]).toMatchObject({ conversationId: ids.conversationId, botId: 'shop', door: 'webview' });
  });
});

test('bots that there are not have few refusals in the journal, all together, and take none from those of others', async () => {
  const door = await doorOf({ bots: [{ botId: 'shop', hook }] });
  const { refusals } = limits.rates;
  const most = refusals * limits.rateSeconds;
  const began = performance.now();
  const strange = await statusesOf(times(10 * most, () => door.send({ body: { ...ids, botId: randomUUID() } })));
  expect(new Set(strange)).toEqual(new Set([404]));
  const own = await postTo(door, { token, body: { ...postIds, botId: 'nobody' } });
  expect(own.body).toMatchObject({ code: 'bot_unknown' });
  await expect.poll(() => door.refusals().at(-1)).toMatchObject({ door: 'hook', botId: 'shop' });
  const seconds = (performance.now() - began) / 1000;
  expect(door.refusals().length).toBeLessThan(most + refusals * seconds + 2);
});

describe('an address', () => {
  const limited = (RATE_PER_ADDRESS: string, more = {}) => doorOf({ environment: { RATE_PER_ADDRESS, ...more } });

  test('that asks too much is refused before its body is looked at, and other addresses are not', async () => {
    const door = await limited('3', { TRUSTED_PROXIES: '127.0.0.1' });
    const nonsense = (ip: string) => door.send({ text: '{', headers: { 'x-forwarded-for': ip } });
    const [one, other] = await Promise.all(
      ['203.0.113.7', '203.0.113.8'].map((ip) => Promise.all(times(ip.endsWith('7') ? 40 : 20, () => nonsense(ip)))),
    );
    expect(other?.every(({ status }) => status === 400)).toBe(true);
    const refused = one?.filter(({ status }) => status === 429) ?? [];
    expect(refused.length).toBeGreaterThan(5);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(refused[0]?.headers.get('access-control-allow-origin')).toBe('*');
    expect(door.refusals()).toEqual([]);
  });

  test('that guesses credentials has fewer tries than one that knows them', async () => {
    const door = await limited('10');
    const guesses: number[] = [];
    while (guesses.at(-1) !== 429)
      guesses.push((await door.send({ body: ids, headers: { authorization: 'x' } })).status);
    expect(guesses.length).toBeLessThan(12);
    expect(door.refusals()).toEqual([]);
  });

  test.each([
    '/thirdparty-services-0.1/webview',
    '/thirdparty%2Dservices-0.1/webview',
    '/%74hirdparty-services-0.1/webview?a=b',
    'http://elsewhere.example/thirdparty-services-0.1/webview',
    '/v1/%68ooks/h-shop/p%61id',
  ])('has no more tries where it writes the path as %s', async (path) => {
    const door = await limited('10');
    const body = JSON.stringify({ ...ids, ...postIds });
    const guesses: number[] = [];
    while (guesses.at(-1) !== 429 && guesses.length < 20) {
      // By hand: fetch tidies addresses up.
      const headers = { 'content-type': 'application/json', authorization: 'x' };
      const guess = request(door.url, { method: 'POST', path, headers }).end(body);
      const [answer] = (await once(guess, 'response')) as [IncomingMessage];
      answer.resume();
      guesses.push(answer.statusCode ?? 0);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
    }
    expect(guesses.length).toBeLessThan(12);
    expect(new Set(guesses)).toEqual(new Set([401, 429]));
  });

  test('may ask as it likes where the process was told so', async () => {
    const door = await limited('0');
    expect(
      new Set(await statusesOf(times(100, () => door.send({ body: ids, headers: { authorization: 'x' } })))),
    ).toEqual(new Set([401]));
  });
});

describe.skipIf(redis.missing)('two instances on one Redis', () => {
  test('take together what one would, and a moment more', async () => {
    const broker = new SqliteBroker({ path: ':memory:' });
    onTestFinished(() => broker.close());
    const botId = `shop-${randomUUID()}`;
    const bots = [{ botId, ...few }];
    const environment = { REDIS_URL: redis.url };
    const [one, other] = [await doorOf({ bots, broker, environment }), await doorOf({ bots, broker, environment })];
    const post = (door: Door) => door.send({ body: { ...ids, botId } });
    expect(await statusesOf(times(12, () => post(one)))).toEqual(expected(10, 2));
    // By itself it would take ten, too.
    let taken = 0;
    const isRefused = async () => {
      const { status } = await post(other);
      taken += status === 202 ? 1 : 0;
      return status;
    };
    await expect.poll(isRefused).toBe(429);
    expect(taken).toBeLessThan(9);
  });

  test('that is not there: each takes what one would, and is ready', async () => {
    const environment = { REDIS_URL: 'redis://127.0.0.1:1' };
    const door = await doorOf({ bots: [{ botId: 'shop', ...few }], environment });
    expect(await statusesOf(times(12, () => door.send({ body: ids })))).toEqual(expected(10, 2));
    expect(await door.ready()).toBe(200);
  });
});
