import { randomUUID } from 'node:crypto';
import type { Event } from '@backchannel/contracts';
import { createTopics, freePort, startKafka } from '@backchannel/stack';
import { Kafka, logLevel } from 'kafkajs';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Follower, Received } from './broker.ts';
import { asking, brokers, create, missing, open, topicWith } from './kafka/real.fixture.ts';
import { KafkaBroker, type KafkaBrokerOptions } from './kafka-broker.ts';
import { batches, eventually, listen, noteOf, numbers, singles } from './suite/ear.ts';
import { notes } from './suite/note.ts';
import { brokerSuite } from './suite.ts';

const here: KafkaBrokerOptions = { brokers, sessionTimeoutMs: 2_000 };

async function followers(): Promise<string[]> {
  const { groups } = await asking((admin) => admin.listGroups());
  return groups.map(({ groupId }) => groupId).filter((id) => id.startsWith('follower.'));
}

describe.skipIf(missing)('on a real Kafka', () => {
  brokerSuite('KafkaBroker', {
    async place() {
      return {
        how: here,
        open: () => new KafkaBroker(here),
        create: async (topics) => {
          await create(topics, 2);
        },
      };
    },
  });

  test('instances of a group share the work, and when a third one joins nothing is lost and keys stay in order', async () => {
    const { topic, note } = await topicWith(6);
    const group = 'shared';
    const heard: { instance: number; key: string; n: number }[] = [];
    const join = (instance: number) => {
      const { reader } = batches(async (records) => {
        heard.push(...records.map((record) => ({ instance, key: noteOf(record).key, n: noteOf(record).n })));
        return [];
      });
      const broker = open(here);
      broker.consume({ group, topic, reader });
      return broker;
    };
    const says = open(here);
    const keys = Array.from({ length: 24 }, (_, n) => `key-${n}`);
    let said = 0;
    const say = () => says.publish(keys.map((key) => note(key, said))).then(() => (said += 1));
    const all = () => new Set(heard.map(({ key, n }) => `${key}:${n}`)).size;
    const instances = (from: number) => new Set(heard.slice(from).map(({ instance }) => instance)).size;

    const shareOf = (count: number) =>
      eventually(async () => {
        const before = heard.length;
        await say();
        await eventually(() => expect(all()).toBe(said * keys.length));
        expect(instances(before)).toBe(count);
      });

    join(1);
    join(2);
    await shareOf(2);
    join(3);
    await shareOf(3);
    // Something may come twice around a change of hands, but never first what came later.
    for (const key of keys) {
      const first = [...new Set(heard.filter((one) => one.key === key).map(({ n }) => n))];
      expect(first).toEqual(first.toSorted((a, b) => a - b));
    }
  });

  test('a partition that an instance keeps goes on without a break when another one joins', async () => {
    const { topic, note } = await topicWith(4);
    const group = 'kept';
    const begun = new Map<number, number>();
    const release = Promise.withResolvers<void>();
    const { heard, reader } = singles(async () => {
      await release.promise;
      return [];
    });
    const first = open(here);
    const assigned = async ({ number, start }: { number: number; start: number }) => {
      begun.set(number, (begun.get(number) ?? 0) + 1);
      return start;
    };
    first.consume({ group, topic, reader, assigned });
    await eventually(() => expect(begun.size).toBe(4));
    const events: Event[] = Array.from({ length: 40 }, (_, n) => note(`key-${n}`, n));
    await first.publish(events);
    const second = open(here);
    const other = singles();
    second.consume({ group, topic, reader: other.reader });
    await eventually(() => expect(other.heard.length).toBeGreaterThan(0));
    release.resolve();
    await eventually(() => expect(new Set([...numbers(heard), ...numbers(other.heard)]).size).toBe(40));
    // The first still had all in hand; of what it kept, nothing was handled twice and nothing was asked again.
    expect([...begun.values()]).toEqual([1, 1, 1, 1]);
    const theirs = new Set(other.heard.map(({ partition }) => partition));
    const kept = heard.filter(({ partition }) => !theirs.has(partition));
    expect(kept.length).toBeGreaterThan(0);
    expect(new Set(numbers(kept)).size).toBe(kept.length);
  });

  test('a topic that does not exist is named, and once it is there work begins', async () => {
    const name = `t-${randomUUID().slice(0, 8)}`;
    const { topic, parked, note } = notes(name);
    const broker = open(here);
    const { heard, reader } = batches();
    broker.consume({ group: 'group', topic, reader });
    const count = broker.partitions(topic);
    await eventually(() => expect(broker.waitsFor().join()).toContain(`the topic ${name} does not exist`));
    await expect(broker.publish([note('a', 1)])).rejects.toThrow(`the topic ${name} does not exist`);

    await createTopics(
      { brokers },
      [topic, parked].map((one) => ({ name: one.name, partitions: 3 })),
    );
    await eventually(() => broker.publish([note('a', 2)]));
    await eventually(() => expect(numbers(heard)).toEqual([2]));
    expect(await count).toBe(3);
    await eventually(() => expect(broker.waitsFor()).toEqual([]));
  });

  test('an event that Kafka will not have fails alone', async () => {
    const { topic, note } = await topicWith(1);
    const broker = open(here);
    await broker.partitions(topic);
    const tooLarge = broker.publish([note('a', 1, 'x'.repeat(2_000_000))]);
    const others = [2, 3].map((n) => broker.publish([note('a', n)]));
    await expect(tooLarge).rejects.toThrow(/too large|larger/i);
    await Promise.all(others);
    expect(numbers(await listen(broker, topic))).toEqual([2, 3]);
  });

  test('a tombstone has no value at all, by which compaction knows it', async () => {
    const { topic, note, gone } = await topicWith(1);
    await open(here).publish([note('a', 1), gone('a')]);
    const consumer = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).consumer({
      groupId: randomUUID(),
    });
    onTestFinished(() => consumer.disconnect());
    await consumer.connect();
    await consumer.subscribe({ topics: [topic.name], fromBeginning: true });
    const values: (string | null)[] = [];
    await consumer.run({ eachMessage: async ({ message }) => void values.push(message.value?.toString() ?? null) });
    await eventually(() => expect(values).toEqual([expect.any(String), null]));
  });

  test('a follower leaves no group behind', async () => {
    const { topic } = await topicWith(1);
    const broker = open(here);
    await listen(broker, topic);
    await eventually(() => expect(broker.waitsFor()).toEqual([]));
    const before = await followers();
    await broker.close();
    const after = new Set(await followers());
    expect(before.filter((id) => !after.has(id)).length).toBeGreaterThan(0);
  });

  test('a follower hears a topic that was lost and made again, from its start', async () => {
    const { topic, parked, note } = await topicWith(1);
    const broker = open(here);
    const heard: Received[] = [];
    const follower: Follower = { topics: [topic], from: 'start', hear: (record) => heard.push(record) };
    await broker.publish([1, 2, 3].map((n) => note('a', n)));
    await broker.follow(follower);
    await asking((admin) => admin.deleteTopics({ topics: [topic.name] }));
    await eventually(() => create([topic, parked], 1));
    await eventually(() => broker.publish([note('a', 4)]));
    await eventually(() => expect(numbers(heard)).toEqual([1, 2, 3, 4]));
    await broker.publish([note('a', 5)]);
    await eventually(() => expect(numbers(heard)).toEqual([1, 2, 3, 4, 5]));
    await eventually(() => expect(broker.behind(follower)).toEqual([]));
  });

  test('while Kafka is down at start it waits and says so, and then it works', { timeout: 60_000 }, async () => {
    const port = await freePort();
    const { topic, parked, note } = notes('late');
    const broker = open({ brokers: [`127.0.0.1:${port}`], sessionTimeoutMs: 2_000, publishMs: 1_500 });
    const { heard, reader } = batches();
    broker.consume({ group: 'group', topic, reader });
    const followed = listen(broker, topic);
    const began = Date.now();
    await expect(broker.publish([note('a', 1)])).rejects.toThrow(/ECONNREFUSED|not acknowledged/);
    expect(Date.now() - began).toBeLessThan(3_000);
    await eventually(() => expect(broker.waitsFor().join()).toMatch(/Kafka at 127.0.0.1:\d+ can't be used/));

    const topics = [topic, parked].map(({ name }) => ({ name, partitions: 2 }));
    await using kafka = await startKafka({ port, topics });
    expect(kafka.running()).toBe(true);
    await eventually(() => broker.publish([note('a', 2)]));
    await eventually(() => expect(numbers(heard)).toContain(2));
    await followed;
    await eventually(() => expect(broker.waitsFor()).toEqual([]));
    await broker.close();
  });

  test('when Kafka goes away for ten seconds nothing is lost, and everybody goes on', { timeout: 90_000 }, async () => {
    const { topic, parked, note } = notes('away');
    const said = notes('away-said');
    const topics = [topic, parked, said.topic].map(({ name }) => ({ name, partitions: 2 }));
    await using kafka = await startKafka({ topics });
    const broker = open({ brokers: kafka.brokers, sessionTimeoutMs: 6_000, publishMs: 1_500 });
    const batch = batches(async (records) => records.map((record) => said.note('x', noteOf(record).n)));
    const single = singles();
    broker.consume({ group: 'one', topic, reader: batch.reader });
    broker.consume({ group: 'two', topic, reader: single.reader });
    const followed: Received[] = [];
    const follower: Follower = { topics: [said.topic], from: 'start', hear: (record) => followed.push(record) };
    await broker.follow(follower);
    const accepted: number[] = [];
    let refused = 0;
    let n = 0;
    const say = async () => {
      const mine = n++;
      await broker.publish([note(`key-${mine % 5}`, mine)]).then(
        () => accepted.push(mine),
        () => (refused += 1),
      );
    };
    const sayUntil = async (time: number) => {
      while (Date.now() < time) await Promise.all([say(), say(), say()]);
    };
    const lacks = (heard: readonly Received[]) => {
      const has = new Set(numbers(heard));
      return accepted.filter((one) => !has.has(one)).length;
    };
    const allIsHeard = () => expect([batch.heard, single.heard, followed].map(lacks)).toEqual([0, 0, 0]);
    await sayUntil(Date.now() + 1_000);
    await eventually(allIsHeard);

    await kafka.kill();
    const back = Date.now() + 10_000;
    await sayUntil(back);
    expect(refused).toBeGreaterThan(0);
    expect(broker.waitsFor().join()).toMatch(/Kafka at .* can't be used/);
    expect(broker.waitsFor().join()).toMatch(/one.away (has not heard from Kafka|can't read)/);
    await eventually(() => expect(broker.behind(follower).join()).toMatch(/could not be read for 1\d s/));
    const before = accepted.length;

    await kafka.start();
    await eventually(say);
    await sayUntil(Date.now() + 2_000);
    expect(accepted.length).toBeGreaterThan(before);
    await eventually(allIsHeard);
    await eventually(() => expect(broker.waitsFor()).toEqual([]));
    expect(broker.behind(follower)).toEqual([]);
    await broker.close();
  });
});
