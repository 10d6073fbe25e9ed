import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { limits } from '@backchannel/contracts';
import { SqliteBroker } from '@backchannel/messaging';
import { AddressRates, Opened, readEnvironment } from '@backchannel/service';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { Crowd } from './crowd.ts';
import { open, type Page, Stage } from './stage.fixture.ts';

let stage: Stage;
beforeEach(async () => {
  stage = new Stage();
  onTestFinished(() => stage[Symbol.asyncDispose]());
  await stage.bot();
});

/** Opens a socket from somewhere, and tells the status of the answer: 101 is a socket. */
async function knock(address: string, ip: string): Promise<{ status: number; retryAfter?: string; socket: WebSocket }> {
  const headers = { 'x-forwarded-for': ip };
  const socket = new WebSocket(`${address.replace(/^http/, 'ws')}/v1/socket`, { headers });
  onTestFinished(() => socket.terminate());
  return new Promise((resolve) => {
    socket.on('error', () => {});
    socket.on('open', () => resolve({ status: 101, socket }));
    socket.on('unexpected-response', (_request, { statusCode = 0, headers: said }) =>
      resolve({ status: statusCode, retryAfter: said['retry-after'] as string, socket }),
    );
  });
}
const times = <Result>(count: number, one: (n: number) => Result) => Array.from({ length: count }, (_, n) => one(n));
const statusesOf = async (all: readonly ReturnType<typeof knock>[]) =>
  (await Promise.all(all)).map(({ status }) => status);

test('from one address come so many sockets; another one is let in, and so is who comes when one has gone', async () => {
  const address = await stage.chat('chat', { SOCKETS_PER_ADDRESS: '3', TRUSTED_PROXIES: '127.0.0.1' });
  const first = await Promise.all(times(3, () => knock(address, '203.0.113.7')));
  expect(first.map(({ status }) => status)).toEqual([101, 101, 101]);
  expect(await knock(address, '203.0.113.7')).toMatchObject({ status: 429, retryAfter: '1' });
  // Who goes on in the same network of IPv6 is the same.
  expect(await statusesOf(times(4, (n) => knock(address, `2001:db8::${n + 1}`)))).toContain(429);
  expect((await knock(address, '203.0.113.8')).status).toBe(101);
  first[0]?.socket.close();
  await expect.poll(async () => (await knock(address, '203.0.113.7')).status).toBe(101);
});

test('sockets are opened no faster than other requests come', async () => {
  const address = await stage.chat('chat', { RATE_PER_ADDRESS: '1', TRUSTED_PROXIES: '127.0.0.1' });
  const statuses = await statusesOf(times(30, () => knock(address, '203.0.113.7')));
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(10);
  expect((await knock(address, '203.0.113.8')).status).toBe(101);
});

test('who is nowhere but behind our proxies is who they say; nobody else is believed', async () => {
  const address = await stage.chat('chat', { SOCKETS_PER_ADDRESS: '1' });
  expect(await statusesOf(times(3, (n) => knock(address, `203.0.113.${n}`)))).toContain(429);
});

test('a conversation is open in so many tabs, and one more is told so', async () => {
  const address = await stage.chat();
  const { token } = await open(address);
  const tabs = times(limits.socketsPerConversation, () => stage.page(address, { token }));
  await Promise.all(tabs.map((tab) => tab.welcomed()));
  const more = stage.page(address, { token });
  expect(await more.ended()).toEqual({ code: 1012, reason: 'later' });
  expect(more.all('problem')).toMatchObject([
    { problem: { code: 'rate_limited', detail: expect.stringMatching('tabs') } },
  ]);
  tabs[0]?.end();
  await expect.poll(async () => (await welcome(stage.page(address, { token }))).closed).toBeNull();
});

async function welcome(page: Page): Promise<Page> {
  await expect.poll(() => page.welcome !== undefined || page.closed !== null).toBe(true);
  return page;
}

// What one read of the network brings is heard at once: a few frames; of small ones some seconds' worth.
const filler = 'x'.repeat(300);
const floods = [
  ['frames', 3, (page: Page) => page.say({ type: 'ack', seq: 0, filler })],
  ['pongs that nobody has asked for', 10, ({ socket }: Page) => socket.pong(filler.slice(0, 125))],
] as const;

test.each(floods)(
  'who sends %s faster than a person can is read later, and nobody else is',
  { tags: 'long' },
  async (_, seconds, send) => {
    const address = await stage.chat();
    const [noisy, quiet] = [await open(address), await open(address)];
    const pages = [stage.page(address, noisy), stage.page(address, quiet)] as const;
    await Promise.all(pages.map((page) => page.welcomed()));
    const beginning = performance.now();
    for (const _ of times(limits.rates.frames * (limits.rateSeconds + seconds), (n) => n)) send(pages[0]);
    pages[0].say({ type: 'say', id: randomUUID(), text: 'last' });
    let others = 0;
    while (pages[0].all('accepted').length === 0) {
      pages[1].say({ type: 'ack', seq: 0 });
      others += 1;
      if (others === 5) pages[1].say({ type: 'say', id: randomUUID(), text: 'hello' });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(pages[1].all('accepted')).toHaveLength(1);
    expect(performance.now() - beginning).toBeGreaterThan(1000);
    expect(pages[0].closed).toBeNull();
  },
);

test('who pings and never reads is cut off; who pings as others do is answered', async () => {
  const address = await stage.chat();
  const page = await stage.page(address, await open(address)).welcomed();
  page.socket.ping('still there?');
  expect(String((await once(page.socket, 'pong'))[0])).toBe('still there?');
  page.socket.pause();
  while (page.socket.readyState === WebSocket.OPEN) {
    await new Promise((resolve) => page.socket.ping('x'.repeat(125), undefined, resolve));
  }
});

test('a process has room for so many', async () => {
  const environment = readEnvironment({ LOG_LEVEL: 'silent', RATE_PER_ADDRESS: '0', SOCKETS_PER_ADDRESS: '0' });
  const broker = new SqliteBroker({ path: ':memory:' });
  onTestFinished(() => broker.close());
  const crowd = new Crowd(environment, new AddressRates(new Opened('chat', environment, broker)));
  const request = { socket: { remoteAddress: '203.0.113.7' }, headers: {} } as IncomingMessage;
  const leaves = times(limits.sockets, () => crowd.enter(request));
  expect(() => crowd.enter(request)).toThrow(
    expect.objectContaining({ problem: expect.objectContaining({ status: 503 }) }),
  );
  leaves[0]?.();
  crowd.enter(request);
});
