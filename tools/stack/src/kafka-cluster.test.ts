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
    await createTopics(cluster.brokers, [{ name: 'copied', partitions: 3 }]);
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
    const alone = kafka.producer({ retry: { ...retry, retries: 3 } });
    await expect(
      alone.connect().then(() => alone.send({ topic: 'copied', messages: [{ value: 'to one' }] })),
    ).rejects.toBeInstanceOf(Error);
    await Promise.all([first?.start(), second?.start()]);
    await say('to three again');
    await producer.disconnect();
    await alone.disconnect();
  }, 240_000);
});
