import { Kafka, logLevel } from 'kafkajs';
import { describe, expect, test } from 'vitest';
import { createTopics } from './admin.ts';
import { startKafkaCluster } from './kafka-cluster.ts';
import { realKafka } from './real.ts';

// Asked only for whether a Kafka is to be had.
const { missing } = await realKafka();

describe.skipIf(missing)('a Kafka of three nodes', () => {
  test('takes records while any one is away, and none while two are', async () => {
    await using cluster = await startKafkaCluster();
    await createTopics(cluster, [{ name: 'copied', partitions: 3 }]);
    const retry = { initialRetryTime: 100, maxRetryTime: 500, retries: 30 };
    const kafka = new Kafka({ brokers: [...cluster.brokers], logLevel: logLevel.NOTHING, retry });
    const producer = kafka.producer();
    await producer.connect();
    const say = (value: string) =>
      producer.send({ topic: 'copied', acks: -1, messages: [0, 1, 2].map((partition) => ({ partition, value })) });

    const [first, second] = cluster.nodes;
    await say('to three');
    await first?.kill();
    await say('to two');
    await second?.kill();
    const third = new Kafka({ brokers: cluster.brokers.slice(2), logLevel: logLevel.NOTHING, retry });
    const alone = third.producer({ retry: { ...retry, retries: 3 } });
    await alone.connect();
    // It refuses what it leads; who led the rest is away, and nobody can be chosen in their place.
    await expect(alone.send({ topic: 'copied', messages: [{ value: 'to one' }] })).rejects.toThrow(
      /in-sync replicas|timed out|ECONNREFUSED/,
    );
    await Promise.all([first?.start(), second?.start()]);
    await say('to three again');
    await producer.disconnect();
    await alone.disconnect();
  }, 240_000);
});
