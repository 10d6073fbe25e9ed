import { Redis } from 'ioredis';

/** Every key with its value as Redis serializes it, and when it expires (0 is never). */
export type RedisSnapshot = readonly { readonly key: Buffer; readonly value: Buffer; readonly expiresAt: number }[];

// A script, because nothing changes while it runs.
const DUMP_ALL = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local all = {}
  for _, key in ipairs(redis.call('KEYS', '*')) do
    local left = redis.call('PTTL', key)
    table.insert(all, { key, redis.call('DUMP', key), left < 0 and 0 or now + left })
  end
  return all`;

/** All that the database holds, as of one moment. For tests: the server does nothing else meanwhile. */
export async function snapshot(url: string): Promise<RedisSnapshot> {
  const rows = await withRedis(url, (redis) => redis.callBuffer('EVAL', DUMP_ALL, 0));
  return (rows as [Buffer, Buffer, number][]).map(([key, value, expiresAt]) => ({ key, value, expiresAt }));
}

/** Puts the database back to a snapshot in one step: no client sees anything between before and after. */
export async function restore(url: string, old: RedisSnapshot): Promise<void> {
  await withRedis(url, async (redis) => {
    const steps = redis.multi().flushdb();
    for (const { key, value, expiresAt } of old) steps.restore(key, expiresAt, value, 'ABSTTL');
    for (const [error] of (await steps.exec()) ?? []) if (error) throw error;
  });
}

export async function redisAnswers(url: string): Promise<boolean> {
  return withRedis(url, async (redis) => (await redis.ping()) === 'PONG');
}

async function withRedis<Result>(url: string, work: (redis: Redis) => Promise<Result>): Promise<Result> {
  const redis = new Redis(url, { protocol: 2, lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
