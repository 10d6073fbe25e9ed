import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { createTopics } from './admin.ts';
import { realKafka, realRedis } from './real.ts';

const kafka = await realKafka();
const redis = await realRedis();

describe.skipIf(kafka.missing)('the Kafka of all tests', () => {
  test('is one', async () => {
    expect((await realKafka()).brokers).toEqual(kafka.brokers);
  });

  test('creates topics once', async () => {
    const topics = [{ name: 'real.test', retentionMs: 60_000, partitions: 2 }];
    expect(await createTopics(kafka.brokers, topics)).toEqual(['real.test']);
    expect(await createTopics(kafka.brokers, topics)).toEqual([]);
  });
});

test.skipIf(redis.missing)('the Redis of all tests is one', async () => {
  expect((await realRedis()).url).toBe(redis.url);
  const client = new Redis(redis.url, { protocol: 2 });
  expect(await client.ping()).toBe('PONG');
  client.disconnect();
});
