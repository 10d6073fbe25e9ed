import { once } from 'node:events';
import { realRedis, startRedisCluster } from '@backchannel/stack';
import { describe, expect, test, vi } from 'vitest';
import { createProjection } from './log-projection.ts';
import { connectRedis, mastersOf, type RedisClient } from './redis-client.ts';
import { redisSlots } from './redis-slots.ts';
import { sweep } from './redis-sweep.ts';
import { add, open, rules } from './suite/facts.ts';
import { TestLog, TestReader } from './suite/log.ts';

const { missing } = await realRedis();

describe.skipIf(missing)('a cluster', () => {
  test('goes on with the slots of others while one server is away, and with its own when it is back', async () => {
    await using cluster = await startRedisCluster();
    const redis = connectRedis(cluster.url);
    await once(redis, 'ready');
    // What each holds is seen in what it was given: a hash tag each, as partitions have.
    const prefixes = await onePrefixEach(redis);
    expect(prefixes).toHaveLength(3);
    const worlds = await Promise.all(prefixes.map((prefix) => begin(redis, prefix)));
    for (const { log, reader } of worlds) {
      log.append(add('a'));
      await reader.toEnd();
    }

    const [gone, ...others] = worlds;
    const node = cluster.nodes[0];
    await node?.kill();
    for (const { log, reader } of others) {
      log.append(add('a'));
      await reader.toEnd();
    }
    gone?.log.append(add('a'));
    const began = performance.now();
    await expect(gone?.reader.step()).rejects.toBeInstanceOf(Error);
    expect(performance.now() - began).toBeLessThan(10_000);

    await node?.start();
    await vi.waitFor(() => gone?.reader.toEnd(), { timeout: 20_000, interval: 200 });
    for (const { slots } of worlds) expect(await slots.state(0, 'a')).toEqual({ n: 2, seen: [] });
    for (const { slots } of worlds) await slots.close();
    redis.disconnect();
  }, 60_000);

  test('is swept wherever a slot is', async () => {
    await using cluster = await startRedisCluster();
    const redis = connectRedis(cluster.url);
    await once(redis, 'ready');
    for (const prefix of await onePrefixEach(redis)) {
      const { log, reader, slots } = await begin(redis, prefix);
      log.append(open('a'));
      await reader.toEnd();
      await redis.set(`{${prefix}.0}:left over:states`, 1);
      await sweep(redis, `{${prefix}.0}:head`, new AbortController().signal);
      expect(await redis.get(`{${prefix}.0}:left over:states`)).toBeNull();
      expect(await slots.state(0, 'a')).not.toBeNull();
      await slots.close();
    }
    redis.disconnect();
  }, 60_000);
});

/** Of each server in the order of its slots, the first of some prefixes whose slot 0 it holds. */
async function onePrefixEach(redis: RedisClient): Promise<string[]> {
  const found = new Map<number, string>();
  const count = mastersOf(redis).length;
  for (let i = 0; found.size < count; i += 1) {
    const slot = await redis.cluster('KEYSLOT', `{test${i}.0}`);
    const place = Math.floor((slot * count) / 16_384);
    if (!found.has(place)) found.set(place, `test${i}`);
  }
  return [...found].toSorted(([one], [other]) => one - other).map(([, prefix]) => prefix);
}

async function begin(redis: RedisClient, prefix: string) {
  const slots = redisSlots({ redis, prefix });
  const log = new TestLog();
  const reader = await new TestReader(log, createProjection({ slots, rules, say: log.say })).assign();
  return { slots, log, reader };
}
