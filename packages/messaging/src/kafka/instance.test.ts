import type { Topic } from '@backchannel/contracts';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { KafkaBrokerOptions } from '../kafka-broker.ts';
import { batches, eventually, numbers } from '../suite/ear.ts';
import { ConsumerGroup } from './consumer-group.ts';
import { brokers, missing, open, topicWith } from './real.fixture.ts';

describe.skipIf(missing)('on a real Kafka', () => {
  // Who is waited for is waited for longer than these tests take.
  const how = { brokers, sessionTimeoutMs: 60_000 };

  /** Nobody hears that somebody leaves, as where it is killed or its connections are cut. */
  function unheard() {
    const leave = vi.spyOn(ConsumerGroup.prototype, 'leave').mockRejectedValue(new Error('not connected'));
    onTestFinished(() => leave.mockRestore());
    return leave;
  }

  function consume(options: KafkaBrokerOptions, topic: Topic) {
    const broker = open(options);
    const { reader, heard } = batches();
    broker.consume({ group: 'group', topic, reader });
    return { broker, heard };
  }

  test('a consumer that kafkajs gives up has its partitions again at once: nobody waits for what it was before', async () => {
    const { topic, note } = await topicWith(2);
    const { broker, heard } = consume(how, topic);
    await broker.publish([note('a', 1)]);
    await eventually(() => expect(numbers(heard)).toEqual([1]));

    // As where no connection to a cluster is left: kafkajs begins to fetch anew, and finds nobody.
    const leave = unheard();
    const nodes = vi.spyOn(ConsumerGroup.prototype, 'getNodeIds').mockReturnValue([]).mockReturnValueOnce(['another']);
    onTestFinished(() => nodes.mockRestore());
    await eventually(() => expect(broker.waitsFor().join()).toContain('No broker available'));
    expect(leave).toHaveBeenCalled();
    nodes.mockRestore();
    await broker.publish([note('a', 2)]);
    await eventually(() => expect(numbers(heard)).toContain(2));
    await eventually(() => expect(broker.waitsFor()).toEqual([]));
  });

  test('a process that was killed has its partitions at once when it starts again under its name', async () => {
    const { topic, note } = await topicWith(2);
    const named = { ...how, instance: 'session-1' };
    const killed = consume(named, topic);
    await killed.broker.publish([note('a', 1)]);
    await eventually(() => expect(numbers(killed.heard)).toEqual([1]));
    const leave = unheard();
    await killed.broker.close();
    expect(leave).toHaveBeenCalled();

    const next = consume(named, topic);
    await next.broker.publish([note('a', 2)]);
    await eventually(() => expect(numbers(next.heard)).toContain(2));
  });

  test('two with names of their own share the work', async () => {
    const { topic, note } = await topicWith(2);
    const both = ['session-1', 'session-2'].map((instance) => consume({ ...how, instance }, topic));
    const [one] = both;
    await eventually(() => expect(both.map(({ broker }) => broker.standings().length)).toEqual([1, 1]));
    const all = Array.from({ length: 20 }, (_, n) => n);
    await one?.broker.publish(all.map((n) => note(`key-${n}`, n)));
    const heard = () => both.flatMap((each) => numbers(each.heard)).toSorted((a, b) => a - b);
    await eventually(() => expect(heard()).toEqual(all));
    for (const each of both) expect(each.heard).not.toEqual([]);
  });

  test('two that live under one name say so, for they take the place from each other without end', async () => {
    const { topic } = await topicWith(2);
    const both = [1, 2].map(() => consume({ ...how, instance: 'session-1' }, topic));
    const said = () => both.map(({ broker }) => broker.waitsFor().join());
    const sentence = expect.stringMatching(
      /^group\.t-\w+ is taken from it again and again: .*another process is named session-1 too$/,
    );
    await eventually(() => expect(said()).toContainEqual(sentence));
  });
});
