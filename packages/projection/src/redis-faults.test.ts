import { once } from 'node:events';
import { realRedis, startRedis } from '@backchannel/stack';
import { describe, expect, test, vi } from 'vitest';
import { createProjection } from './log-projection.ts';
import { connectRedis, type RedisClient } from './redis-client.ts';
import { redisSlots } from './redis-slots.ts';
import { sweep } from './redis-sweep.ts';
import { add, open, push, rules, take } from './suite/facts.ts';
import { TestLog, TestReader } from './suite/log.ts';

const real = await realRedis();

/** What only a Redis of one's own can be put through. */
describe.skipIf(real.missing)('Redis itself', () => {
  test('a batch costs two commands, a tick one', async () => {
    await using world = await begin();
    const { log, reader, redis } = world;
    log.append(...Array.from({ length: 98 }, (_, i) => open(`k${i}`)));
    await reader.toEnd(50);
    await reader.tick();
    const before = await commands(redis);
    log.append(...Array.from({ length: 98 }, (_, i) => open(`k${i}`)), push('a', 1), take('a', 1));
    await reader.step();
    await reader.tick();
    expect((await commands(redis)) - before).toBe(3);
  });

  test('a Redis that was restarted gets the scripts again', async () => {
    await using world = await begin();
    const { log, reader, redis } = world;
    log.append(add('a'));
    await reader.toEnd();
    await redis.script('FLUSH');
    log.append(add('a'));
    await reader.toEnd();
    expect(log.saidIds()).toEqual(['a add 1', 'a add 2']);
  });

  test('while it is away every call fails soon, and what it kept is there when it is back', async () => {
    await using world = await begin();
    const { log, reader, redis, slots, server } = world;
    log.append(add('a'));
    await reader.toEnd();
    await server.stop();
    log.append(add('a'));
    const began = performance.now();
    await expect(reader.step()).rejects.toBeInstanceOf(Error);
    await expect(reader.tick()).rejects.toBeInstanceOf(Error);
    expect(performance.now() - began).toBeLessThan(7000);

    await server.start();
    await vi.waitFor(() => expect(redis.status).toBe('ready'), 5000);
    await reader.toEnd();
    expect(await slots.state(0, 'a')).toEqual({ n: 2, seen: [] });
    expect(log.saidIds()).toEqual(['a add 1', 'a add 2']);
  });

  test('put back to an older snapshot under a running owner', async () => {
    await using world = await begin();
    const { log, reader, slots, server } = world;
    log.append(add('a'), push('a', 1));
    await reader.toEnd();
    const snapshot = await server.snapshot();
    log.append(add('a'), push('a', 2));
    await reader.toEnd();
    await server.restore(snapshot);
    await reader.tick();
    await reader.toEnd();
    expect(await slots.state(0, 'a')).toEqual({ n: 4, seen: [] });
    expect((await slots.range(0, { key: 'a', list: 'queue', from: 0, limit: 9 })).rows).toEqual([1, 2]);
    expect(log.saidIds()).toEqual(['a add 1', 'a add 3']);
  });

  test('what a slot had before it was emptied goes, and nothing else', async () => {
    await using world = await begin();
    const { log, reader, redis, slots } = world;
    log.append(add('a'), push('a', 1));
    await reader.toEnd();
    await redis.set('{test.00}:mine', 1);
    await redis.set('{test.0}:left over:states', 1);
    log.append(...Array.from({ length: 5 }, () => add('a')));
    log.start = 5;
    log.records = log.records.slice(5);
    await (await world.another()).toEnd();

    const { epoch } = await slots.head(0);
    const expected = ['{test.00}:mine', `{test.0}:${epoch}:states`, '{test.0}:head'].toSorted();
    await vi.waitFor(async () => expect((await redis.keys('*')).toSorted()).toEqual(expected));
    await sweep(redis, '{test.0}:head', new AbortController().signal);
    expect((await redis.keys('*')).toSorted()).toEqual(expected);
  });
});

async function begin() {
  const server = await startRedis();
  const redis = connectRedis(server.url);
  await once(redis, 'ready');
  const slots = redisSlots({ redis, prefix: 'test' });
  const log = new TestLog();
  const another = () => new TestReader(log, createProjection({ slots, rules, say: log.say })).assign();
  return {
    server,
    redis,
    slots,
    log,
    another,
    reader: await another(),
    async [Symbol.asyncDispose]() {
      await slots.close();
      redis.disconnect();
      await server.close();
    },
  };
}

/** How many scripts were called; what they call themselves is counted elsewhere. */
async function commands(redis: RedisClient): Promise<number> {
  const stats = await redis.info('commandstats');
  return [...stats.matchAll(/cmdstat_eval(?:sha)?:calls=(\d+)/g)].reduce((sum, [, calls]) => sum + Number(calls), 0);
}
