import { createRequire } from 'node:module';
import { zstdCompressSync } from 'node:zlib';
import kafkajs, { CompressionTypes } from 'kafkajs';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Follower } from '../broker.ts';
import { batches, eventually, numbers } from '../suite/ear.ts';
import { Fetches } from './fetches.ts';
import { brokers, forget, missing, Node, open, saying, topicWith } from './real.fixture.ts';

/** From inside kafkajs. */
const { KafkaJSConnectionClosedError } = createRequire(import.meta.url)('kafkajs/src/errors') as {
  KafkaJSConnectionClosedError: new (message: string, at: { host: string; port: number }) => Error;
};

const never = () => new Promise<never>(() => undefined);
const answer = async () => 'answer';
const fail = async () => {
  throw new Error('wrong');
};

test('a node that does not answer is told of, whatever the others answer', async () => {
  vi.useFakeTimers({ now: 0 });
  onTestFinished(() => void vi.useRealTimers());
  const fetches = new Fetches();
  const nodes = ['1', '2', '3'];
  void fetches.from('1', nodes, never);
  vi.setSystemTime(1_000);
  expect(await fetches.from('2', nodes, answer)).toBe('answer');
  expect(fetches.oldest).toEqual({ since: 0 });
  await expect(fetches.from('3', nodes, fail)).rejects.toThrow('wrong');
  vi.setSystemTime(2_000);
  await expect(fetches.from('3', nodes, fail)).rejects.toThrow('wrong');
  // The first has left the cluster.
  await fetches.from('2', ['2', '3'], answer);
  expect(fetches.oldest).toEqual({ since: 1_000, reason: 'wrong' });
  await fetches.from('3', ['2', '3'], answer);
  expect(fetches.oldest).toBeUndefined();
});

test('a fetch that comes to nothing is owed, also where nobody hears of it', async () => {
  const fetches = new Fetches();
  const comeOver = async (failed: (error: unknown) => void) => failed(new Error('closed'));
  await fetches.from('1', ['1'], comeOver);
  expect(fetches.oldest).toMatchObject({ reason: 'closed' });
  await fetches.from('1', ['1'], answer);
  expect(fetches.oldest).toBeUndefined();
});

describe.skipIf(missing)('on a real Kafka', () => {
  test('a node that ends each connection of a fetch is told of', { tags: 'long', timeout: 40_000 }, async () => {
    const { topic, note } = await topicWith(1);
    const broker = open({ brokers });
    const { reader, heard } = batches();
    broker.consume({ group: 'group', topic, reader });
    await eventually(() => expect(broker.waitsFor()).toEqual([]));
    const closed = new KafkaJSConnectionClosedError('Closed connection', { host: '127.0.0.1', port: 1 });
    const fetch = vi.spyOn(Node.prototype, 'fetch').mockRejectedValue(closed);
    onTestFinished(() => fetch.mockRestore());
    const said = expect.stringMatching(/^group\.\S+ has not heard from Kafka for \d+ s: Closed connection$/);
    await eventually(() => expect(broker.waitsFor()).toEqual([said]));
    fetch.mockRestore();
    await broker.publish([note('a', 1)]);
    await eventually(() => expect(numbers(heard)).toEqual([1]));
    await eventually(() => expect(broker.waitsFor()).toEqual([]));
  });

  test('who is answered, and can not read it, says so', { tags: 'long', timeout: 40_000 }, async () => {
    const { topic, note } = await topicWith(1);
    const broker = open({ brokers, sessionTimeoutMs: 2_000 });
    const follower: Follower = { topics: [topic], from: 'start', hear: () => undefined };
    const { reader, heard } = batches();
    await broker.publish([note('a', 1)]);
    await broker.follow(follower);
    broker.consume({ group: 'group', topic, reader });
    await eventually(() => expect(numbers(heard)).toEqual([1]));

    const { CompressionCodecs: codecs } = kafkajs;
    const none = codecs[CompressionTypes.ZSTD];
    codecs[CompressionTypes.ZSTD] = () => ({ compress: ({ buffer }: { buffer: Buffer }) => zstdCompressSync(buffer) });
    await saying((producer) =>
      producer.send({ topic: topic.name, compression: CompressionTypes.ZSTD, messages: [{ key: 'a', value: '{}' }] }),
    );
    codecs[CompressionTypes.ZSTD] = none;
    const said = expect.stringMatching(`^${topic.name} could not be read for 1\\d s: ZSTD compression not implemented`);
    await eventually(() => expect(broker.behind(follower)).toEqual([said]));
    expect(broker.waitsFor().join()).toMatch(/group\.\S+ (can't read|has not heard) from Kafka.*: ZSTD compression/);

    // Kafka has it no longer.
    await forget(topic.name, 2);
    await broker.publish([note('a', 3)]);
    await eventually(() => expect(numbers(heard)).toEqual([1, 3]));
    await eventually(() => expect([broker.waitsFor(), broker.behind(follower)]).toEqual([[], []]));
  });
});
