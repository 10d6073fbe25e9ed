import { KafkaJSProtocolError } from 'kafkajs';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { eventually } from '../suite/ear.ts';
import { asking, brokers, missing, Node, open, topicWith } from './real.fixture.ts';

describe.skipIf(missing)('a Kafka that answers, and takes nothing', () => {
  /** As where too few copies are in sync; a single node always has enough. */
  function refuse() {
    const error = new KafkaJSProtocolError('fewer in-sync replicas than required');
    const produce = vi.spyOn(Node.prototype, 'produce').mockRejectedValue(error);
    onTestFinished(() => produce.mockRestore());
    return produce;
  }

  async function begin() {
    const { topic, note } = await topicWith(1);
    const broker = open({ brokers, publishMs: 500 });
    await broker.publish([note('a', 1)]);
    await eventually(() => expect(broker.waitsFor()).toEqual([]));
    const refuses = async () => {
      await expect(broker.publish([note('a', 2)])).rejects.toThrow('within 500 ms: fewer in-sync replicas');
      // Who asks whether it answers is answered meanwhile.
      await asking((admin) => admin.fetchTopicOffsets(topic.name));
      const sentence = 'Kafka does not take what is said: fewer in-sync replicas than required';
      await eventually(() => expect(broker.waitsFor()).toEqual([sentence]));
    };
    return { broker, note, refuses };
  }

  test('is told of until it takes something', async () => {
    const { broker, note, refuses } = await begin();
    const produce = refuse();
    await refuses();
    produce.mockRestore();
    await broker.publish([note('a', 3)]);
    expect(broker.waitsFor()).toEqual([]);
  });

  test('is told of as long as an attempt may last', async () => {
    const { broker, note, refuses } = await begin();
    const produce = refuse();
    await refuses();
    const { promise: silence, resolve } = Promise.withResolvers<void>();
    const silent = produce.mockReturnValue(silence).mock.calls.length;
    await expect(broker.publish([note('a', 3)])).rejects.toThrow('within 500 ms');
    expect(produce.mock.calls.length).toBeGreaterThan(silent);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
    onTestFinished(() => void vi.useRealTimers());
    expect(broker.waitsFor()).toContain('Kafka does not take what is said: fewer in-sync replicas than required');
    resolve();
  });

  test('is told of for a while, so that somebody tries again', { tags: 'long' }, async () => {
    const { broker, refuses } = await begin();
    refuse();
    await refuses();
    await eventually(() => expect(broker.waitsFor()).toEqual([]));
    await refuses();
  });
});
