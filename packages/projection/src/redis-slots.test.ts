import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { realRedis } from '@backchannel/stack';
import type { Redis } from 'ioredis';
import { describe } from 'vitest';
import { connectRedis, redisSlots } from './redis-slots.ts';
import { projectionSuite } from './suite.ts';

const real = await realRedis();

describe.skipIf(real.missing)('with a real Redis', () => {
  projectionSuite('Redis', async () => {
    const redis = connectRedis(real.url);
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
  });
});

type Copy = readonly (readonly [key: string, value: Buffer | null])[];

const keysOf = (redis: Redis, prefix: string) => redis.keys(`{${prefix}.*`);

async function copyOf(redis: Redis, prefix: string): Promise<Copy> {
  const keys = await keysOf(redis, prefix);
  return Promise.all(keys.map(async (key) => [key, await redis.dumpBuffer(key)] as const));
}

/** In one step, under whoever is using it. */
async function putBack(redis: Redis, prefix: string, copy: Copy): Promise<void> {
  const steps = redis.multi();
  for (const key of await keysOf(redis, prefix)) steps.del(key);
  for (const [key, value] of copy) if (value) steps.restore(key, 0, value);
  for (const [error] of (await steps.exec()) ?? []) if (error) throw error;
}
