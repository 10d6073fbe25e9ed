import { BotSettings, topics } from '@backchannel/contracts';
import { type Broker, KafkaBroker, SqliteBroker } from '@backchannel/messaging';
import { type KafkaServer, realKafka, startKafka, topicsToCreate } from '@backchannel/stack';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Door, openDoor } from './door.fixture.ts';
import { hashOf, hookWith, newToken, postIds, postTo } from './hook.fixture.ts';

const hookOf = (...tokens: readonly string[]) => hookWith('h-shop', { paid: { attribute: 'a' } }, ...tokens);
const settings = (revision: number, hook: BotSettings['hook']) =>
  BotSettings({ botId: 'shop', revision, version: 1, hook }, { time: 0 });
const statusOf = async (door: Door, token: string) => (await postTo(door, { token, body: postIds })).status;

/** Instances that know nothing of each other, each with its own way to one broker. */
async function openDoors(brokers: readonly Broker[], token: string, revision = 1): Promise<Door[]> {
  const bots = [{ botId: 'shop', revision, hook: hookOf(token) }];
  const doors = await Promise.all(brokers.map((broker) => openDoor({ bots, broker })));
  onTestFinished(async () => {
    for (const door of doors) await door[Symbol.asyncDispose]();
  });
  return doors;
}

/** When a door has taken the token for the last time, from when on it refuses it. */
async function lastTaken(door: Door, token: string): Promise<number> {
  let last = Number.NEGATIVE_INFINITY;
  for (;;) {
    const asked = Date.now();
    const status = await statusOf(door, token);
    if (status === 401) return last;
    expect(status).toBe(202);
    last = asked;
  }
}

/** How long after the refresh some instance has taken the old token, in milliseconds. */
async function refreshAtOnce(brokers: readonly [Broker, Broker]): Promise<number> {
  const [before, after] = [newToken(), newToken()];
  const doors = await openDoors(brokers, before);
  for (const door of doors) expect(await statusOf(door, before)).toBe(202);

  const taken = Promise.all(doors.map((door) => lastTaken(door, before)));
  const refreshed = Date.now();
  await brokers[0].publish([settings(2, hookOf(after))]);
  const last = Math.max(...(await taken)) - refreshed;
  for (const door of doors) {
    expect(await statusOf(door, after)).toBe(202);
    expect(await statusOf(door, before)).toBe(401);
  }
  return last;
}

test('after a refresh at once no instance takes the old token for longer than a second', async () => {
  const broker = new SqliteBroker({ path: ':memory:' });
  onTestFinished(() => broker.close());
  expect(await refreshAtOnce([broker, broker])).toBeLessThan(1000);
});

test('with an overlap the old token is good beside the new one, until it ends by the clock of the door', {
  tags: 'long',
}, async () => {
  const broker = new SqliteBroker({ path: ':memory:' });
  onTestFinished(() => broker.close());
  const [before, after] = [newToken(), newToken()];
  const [door] = await openDoors([broker], before);
  if (!door) throw new Error('no door');
  const until = Date.now() + 1500;
  const { tokens, ...hook } = hookOf(after);
  await broker.publish([settings(2, { ...hook, tokens: [{ hash: hashOf(before), until }, ...tokens] })]);
  await expect.poll(() => statusOf(door, after)).toBe(202);

  expect(await lastTaken(door, before)).toBeLessThan(until);
  expect(Date.now()).toBeGreaterThanOrEqual(until);
  expect(await statusOf(door, after)).toBe(202);
});

const { missing } = await realKafka();
describe.skipIf(missing)('on a real Kafka', () => {
  let kafka: KafkaServer;
  const open = () => {
    const broker = new KafkaBroker({ brokers: kafka.brokers, sessionTimeoutMs: 6000 });
    onTestFinished(() => broker.close());
    return broker;
  };
  beforeAll(async () => {
    kafka = await startKafka({ topics: topicsToCreate(topics, 2) });
  }, 60_000);
  afterAll(() => kafka?.[Symbol.asyncDispose]());

  test('after a refresh at once no instance takes the old token for longer than a second', {
    timeout: 60_000,
  }, async () => {
    expect(await refreshAtOnce([open(), open()])).toBeLessThan(1000);
  });

  test('a door that has heard nothing for 10 s is not ready and takes no token, until it hears again', {
    timeout: 90_000,
  }, async () => {
    const token = newToken();
    const [door] = await openDoors([open()], token, 3);
    if (!door) throw new Error('no door');
    await expect.poll(() => statusOf(door, token)).toBe(202);
    await kafka.kill();
    const gone = Date.now();
    const code = async () => {
      const { status, body } = await postTo(door, { token: newToken(), body: postIds });
      return `${status} ${body.code}`;
    };
    // What it knows is good enough for a while, also to refuse.
    expect(await code()).toBe('401 unauthorized');
    await expect.poll(code, { timeout: 20_000, interval: 100 }).toBe('503 unavailable');
    expect(Date.now() - gone).toBeGreaterThan(8_000);
    expect(await door.ready()).toBe(503);

    await kafka.start();
    await expect.poll(code, { timeout: 40_000, interval: 100 }).toBe('401 unauthorized');
    await expect.poll(() => statusOf(door, token), { timeout: 20_000 }).toBe(202);
  });
});
