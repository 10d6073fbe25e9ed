import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type RedisCluster, realRedis, startRedisCluster } from '@backchannel/stack';
import { afterAll, beforeAll, describe } from 'vitest';
import { connectRedis, mastersOf, type RedisClient } from './redis-client.ts';
import { redisSlots } from './redis-slots.ts';
import { projectionSuite } from './suite.ts';

const real = await realRedis();

describe.skipIf(real.missing)('with a real Redis', () => {
  projectionSuite('Redis', () => openOn(real.url));
});

describe.skipIf(real.missing)('with a real cluster of three', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster?.stop());
  projectionSuite('a cluster', () => openOn(cluster.url));
});

async function openOn(url: string) {
  const redis = connectRedis(url);
  await once(redis, 'ready');
  const prefix = `test-${randomUUID()}`;
  const slots = redisSlots({ redis, prefix });
  let copy: Copy = [];
  return {
    slots,
    async snapshot() {
      copy = await copyOf(redis, prefix);
    },
    restore: () => putBack(redis, prefix, copy),
    async [Symbol.asyncDispose]() {
      await slots.close();
      await putBack(redis, prefix, []);
      redis.disconnect();
    },
  };
}

type Copy = readonly (readonly [key: string, value: Buffer | null])[];

async function keysOf(redis: RedisClient, prefix: string): Promise<string[]> {
  return (await Promise.all(mastersOf(redis).map((node) => node.keys(`{${prefix}.*`)))).flat();
}

async function copyOf(redis: RedisClient, prefix: string): Promise<Copy> {
  const keys = await keysOf(redis, prefix);
  return Promise.all(keys.map(async (key) => [key, await redis.dumpBuffer(key)] as const));
}

/** In one step for each slot, under whoever is using it. */
async function putBack(redis: RedisClient, prefix: string, copy: Copy): Promise<void> {
  const slotOf = (key: string) => key.slice(0, key.indexOf('}'));
  const keys = new Set([...(await keysOf(redis, prefix)), ...copy.map(([key]) => key)]);
  for (const [slot, some] of Map.groupBy(keys, slotOf)) {
    const steps = redis.multi();
    for (const key of some) steps.del(key);
    for (const [key, value] of copy) if (value && slotOf(key) === slot) steps.restore(key, 0, value);
    for (const [error] of (await steps.exec()) ?? []) if (error) throw error;
  }
}
