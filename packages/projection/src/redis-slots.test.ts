import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { realRedis } from '@backchannel/stack';
import { describe } from 'vitest';
import { connectRedis, redisSlots } from './redis-slots.ts';
import { projectionSuite } from './suite.ts';

const real = await realRedis();

describe.skipIf(real.missing)('with a real Redis', () => {
  projectionSuite('Redis', async () => {
    const redis = connectRedis(real.url);
    await once(redis, 'ready');
    const slots = redisSlots({ redis, prefix: `test-${randomUUID()}` });
    return {
      slots,
      async [Symbol.asyncDispose]() {
        await slots.close();
        redis.disconnect();
      },
    };
  });
});
