import { randomUUID } from 'node:crypto';
import { createTopics, realKafka } from '@backchannel/stack';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { KafkaBroker } from '../kafka-broker.ts';
import { batches, eventually, numbers } from '../suite/ear.ts';
import { notes } from '../suite/note.ts';
import { ConsumerGroup } from './consumer-group.ts';

const { brokers, missing } = await realKafka();

describe.skipIf(missing)('on a real Kafka', () => {
  test('a consumer that kafkajs gives up has its partitions again at once: nobody waits for what it was before', async () => {
    const { topic, parked, note } = notes(`t-${randomUUID().slice(0, 8)}`);
    await createTopics(
      { brokers },
      [topic, parked].map(({ name }) => ({ name, partitions: 2 })),
    );
    // Who is waited for is waited for longer than this test takes.
    const broker = new KafkaBroker({ brokers, sessionTimeoutMs: 60_000 });
    onTestFinished(() => broker.close());
    const { reader, heard } = batches();
    broker.consume({ group: 'group', topic, reader });
    await broker.publish([note('a', 1)]);
    await eventually(() => expect(numbers(heard)).toEqual([1]));

    // As where all connections to a cluster are cut: kafkajs begins to fetch anew, finds nobody, and nobody hears that it leaves.
    const nodes = vi.spyOn(ConsumerGroup.prototype, 'getNodeIds').mockReturnValue([]).mockReturnValueOnce(['another']);
    const leave = vi.spyOn(ConsumerGroup.prototype, 'leave').mockRejectedValue(new Error('not connected'));
    onTestFinished(() => void vi.restoreAllMocks());
    await eventually(() => expect(broker.waitsFor().join()).toContain('No broker available'));
    expect(leave).toHaveBeenCalled();
    nodes.mockRestore();
    leave.mockRestore();
    await broker.publish([note('a', 2)]);
    await eventually(() => expect(numbers(heard)).toContain(2));
    await eventually(() => expect(broker.waitsFor()).toEqual([]));
  });
});
