import { Kafka, logLevel } from 'kafkajs';
import { describe, expect, test } from 'vitest';
import { startKafka } from './kafka.ts';
import { realKafka } from './real.ts';

// Asked only for whether a Kafka is to be had.
const { missing } = await realKafka();

describe.skipIf(missing)('a Kafka of one’s own', () => {
  test('keeps its port and its records when it stops and starts, gently or not', async () => {
    await using server = await startKafka({ topics: [{ name: 'kept', partitions: 1 }] });
    const kafka = new Kafka({ brokers: server.brokers, logLevel: logLevel.NOTHING });
    const say = async (value: string) => {
      const producer = kafka.producer();
      await producer.connect();
      await producer.send({ topic: 'kept', acks: -1, messages: [{ value }] });
      await producer.disconnect();
    };
    const end = async () => {
      const admin = kafka.admin();
      await admin.connect();
      const [offsets] = await admin.fetchTopicOffsets('kept');
      await admin.disconnect();
      return offsets?.high;
    };

    await say('one');
    await server.stop();
    expect(server.running()).toBe(false);
    await server.start();
    expect(await end()).toBe('1');

    await say('two');
    await server.kill();
    await server.start();
    expect(await end()).toBe('2');
  }, 60_000);
});
