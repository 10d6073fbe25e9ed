import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RedisServer, startRedis } from './redis.ts';

let server: RedisServer;
let redis: Redis;

beforeAll(async () => {
  server = await startRedis();
  redis = new Redis(server.url, { protocol: 2, retryStrategy: () => 50 });
  // It loses its server in these tests.
  redis.on('error', () => {});
});
beforeEach(() => redis.flushdb());
afterAll(async () => {
  redis.disconnect();
  await server.close();
});

const before = async () => {
  await redis.set('a', 'one');
  await redis.hset('h', { field: Buffer.from([0, 255, 10]) });
  await redis.set('short', 'lived', 'PX', 60_000);
};

test('a running server goes back to a snapshot', async () => {
  await before();
  const old = await server.snapshot();
  await redis.set('a', 'two');
  await redis.set('b', 'new');

  await server.restore(old);

  expect((await redis.keys('*')).toSorted()).toEqual(['a', 'h', 'short']);
  expect(await redis.get('a')).toBe('one');
  expect(await redis.hgetBuffer('h', 'field')).toEqual(Buffer.from([0, 255, 10]));
  expect(await redis.pttl('a')).toBe(-1);
  expect(await redis.pttl('short')).toBeGreaterThan(50_000);
});

test('a stopped server starts on the snapshot that was put in', async () => {
  await before();
  const old = await server.snapshot();
  await redis.set('a', 'two');
  await server.kill();

  await server.restore(old);
  await server.start();

  expect(await redis.get('a')).toBe('one');
  expect(await redis.dbsize()).toBe(3);
});

test('an empty snapshot empties the server', async () => {
  const old = await server.snapshot();
  await before();
  await server.restore(old);
  expect(await redis.dbsize()).toBe(0);
});

test('what was written is there after a stop and a start', async () => {
  await before();
  await server.restart();
  expect(await redis.get('a')).toBe('one');
});

test('it never forgets a key for want of memory, and keeps a log of every write', async () => {
  expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
  expect(await redis.config('GET', 'append*')).toEqual(expect.arrayContaining(['appendonly', 'yes', 'everysec']));
});
