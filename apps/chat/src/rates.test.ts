import { randomUUID } from 'node:crypto';
import { BotSettings, InputTracked, topics } from '@backchannel/contracts';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { call, open, Stage } from './stage.fixture.ts';

let stage: Stage;
beforeEach(() => {
  stage = new Stage();
  onTestFinished(() => stage[Symbol.asyncDispose]());
});
const times = <Result>(count: number, one: (n: number) => Result) => Array.from({ length: count }, (_, n) => one(n));
const count = (answers: readonly { status: number }[], status: number) =>
  answers.filter((answer) => answer.status === status).length;

test('a bot takes so many new conversations, and others are not in their way', { tags: 'long' }, async () => {
  await stage.bot({ limits: { conversationsPerSecond: 1 } });
  await stage.broker.publish([BotSettings({ botId: 'tea', revision: 1, version: 1 }, { time: 1 })]);
  const address = await stage.chat('chat', { RATE_PER_ADDRESS: '0' });
  const come = (botId: string) => call(`${address}/v1/conversations`, { body: { botId } });
  const answers = await Promise.all(times(60, (n) => come(n % 2 === 0 ? 'shop' : 'tea')));
  expect(count(answers, 429)).toBeGreaterThanOrEqual(5);
  expect(count(answers, 201)).toBe(60 - count(answers, 429));
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body).toMatchObject({ code: 'rate_limited', detail: 'again in 1 s' });
  expect(refused?.headers.get('retry-after')).toBe('1');
  expect(refused?.headers.get('ratelimit-limit')).toBe('10');
  expect(refused?.headers.get('access-control-expose-headers')).toContain('RateLimit-Reset');
  await expect.poll(async () => (await come('shop')).status).toBe(201);
});

test.each(['/v1/conversations', '/v1/%63onversations'])(
  'from one address come so many; each counts as many requests',
  async (path) => {
    await stage.bot();
    const address = await stage.chat('chat', { RATE_PER_ADDRESS: '4', TRUSTED_PROXIES: '127.0.0.1' });
    const come = (ip: string) =>
      call(`${address}${path}`, { body: { botId: 'shop' }, headers: { 'x-forwarded-for': ip } });
    const answers = await Promise.all(times(40, () => come('203.0.113.7')));
    expect(count(answers, 201)).toBeLessThan(20);
    expect(count(answers, 201) + count(answers, 429)).toBe(40);
    expect(answers.every(({ headers }) => headers.get('access-control-allow-origin') === '*')).toBe(true);
    expect((await come('203.0.113.8')).status).toBe(201);
  },
);

describe('a conversation', () => {
  test('takes so many messages, over HTTP and sockets together; another one is not slowed', async () => {
    await stage.bot({ limits: { messagesPerSecond: 1 } });
    const address = await stage.chat();
    const [{ conversationId, token }, quiet] = [await open(address), await open(address)];
    const page = await stage.page(address, { token }).welcomed();
    for (const _ of times(20, String)) page.say({ type: 'say', id: randomUUID(), text: 'hello' });
    await expect.poll(() => page.all('accepted').length + page.all('problem').length).toBe(20);
    expect(page.all('accepted').length).toBeLessThan(20);
    expect(page.all('problem')[0]).toMatchObject({
      id: expect.any(String),
      problem: { code: 'rate_limited' },
    });
    expect(page.closed).toBeNull();
    const say = (id: string, by: string) =>
      call(`${address}/v1/conversations/${id}/messages`, { token: by, body: { text: 'hello' } });
    const [mine, theirs] = await Promise.all([
      Promise.all(times(10, () => say(conversationId, token))),
      Promise.all(times(5, () => say(quiet.conversationId, quiet.token))),
    ]);
    expect([count(mine, 429) > 0, count(theirs, 202)]).toEqual([true, 5]);
  });

  test('is asked about so often: transcripts, tokens, its end', async () => {
    await stage.bot();
    const address = await stage.chat();
    const { conversationId, token } = await open(address);
    const url = `${address}/v1/conversations/${conversationId}`;
    const answers = await Promise.all([
      ...times(80, () => call(`${url}/messages`, { token })),
      ...times(80, () => call(`${url}/token`, { token, method: 'POST' })),
    ]);
    expect(count(answers, 429)).toBeGreaterThan(20);
    expect(count(answers, 200) + count(answers, 201)).toBeGreaterThanOrEqual(100);
    expect(answers.every(({ status }) => [200, 201, 429].includes(status))).toBe(true);
  });

  test('whose messages are refused is nothing for the journal', async () => {
    const tracked: string[] = [];
    const hear = ({ event }: { event?: { type: string } | undefined }) => event && tracked.push(event.type);
    await stage.broker.follow({ topics, from: 'start', hear });
    await stage.bot({ limits: { messagesPerSecond: 1 } });
    const address = await stage.chat();
    const { conversationId, token } = await open(address);
    const url = `${address}/v1/conversations/${conversationId}/messages`;
    await Promise.all(times(30, () => call(url, { token, body: { text: 'hello' } })));
    expect(tracked).not.toContain(InputTracked.type);
  });
});
