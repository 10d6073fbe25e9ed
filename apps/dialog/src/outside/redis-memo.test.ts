import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connectRedis } from '@backchannel/projection';
import { realRedis } from '@backchannel/stack';
import { afterAll, describe, expect, test } from 'vitest';
import { memoSuite } from './memo.suite.ts';
import { redisMemo } from './redis-memo.ts';

const real = await realRedis();

describe.skipIf(real.missing)('with a real Redis', async () => {
  if (real.missing) return;
  const redis = connectRedis(real.url);
  await once(redis, 'ready');
  const prefix = `test-${randomUUID()}`;
  afterAll(() => redis.disconnect());

  memoSuite('Redis', async ({ keptMs }) => redisMemo({ redis, prefix, keptMs }));

  test('it is kept for a day', async () => {
    const key = randomUUID();
    await redisMemo({ redis, prefix }).put(key, { status: 200, body: '', headers: {} });
    const left = await redis.pttl(`${prefix}:${key}`);
    expect(left).toBeGreaterThan(86_390_000);
    expect(left).toBeLessThanOrEqual(86_400_000);
    await redis.del(`${prefix}:${key}`);
  });
});
