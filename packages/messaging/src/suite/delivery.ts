import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Received } from '../broker.ts';
import { partitionOf } from '../partition-of.ts';
import { isTombstone } from '../wire.ts';
import { batches, eventually, keysIn, listen, noteOf, numbers, singles } from './ear.ts';
import { house, type Setting } from './house.ts';

const KEYS = ['a', 'b', 'c', 'd', 'e'];
const EACH = 40;
const all = KEYS.length * EACH;

/** Of each key the numbers in the order in which they first came: a broker may tell something twice, but nothing out of order. */
function byKey(records: readonly Received[]): Record<string, number[]> {
  const found: Record<string, Set<number>> = {};
  for (const record of records) (found[noteOf(record).key] ??= new Set()).add(noteOf(record).n);
  return Object.fromEntries(Object.entries(found).map(([key, each]) => [key, [...each]]));
}
const inOrder = Object.fromEntries(KEYS.map((key) => [key, Array.from({ length: EACH }, (_, n) => n)]));

async function sayAll(at: Awaited<ReturnType<typeof house>>) {
  const broker = at.open();
  const each = Array.from({ length: EACH }, (_, n) => broker.publish(KEYS.map((key) => at.note(key, n))));
  await Promise.all(each);
  return broker;
}

export function deliveryTests(setting: Setting): void {
  test('a key is heard in the order in which it was said', async () => {
    const at = await house(setting);
    const broker = await sayAll(at);
    const { heard, reader } = batches();
    broker.consume({ group: 'group', topic: at.topic, reader });
    await eventually(() => expect(heard.length).toBeGreaterThanOrEqual(all));
    expect(byKey(heard)).toEqual(inOrder);
  });

  test('what is said is the backlog until it is durable', async () => {
    const at = await house(setting);
    const broker = at.open();
    expect(broker.backlog()).toEqual({ records: 0, bytes: 0, oldestMs: 0 });
    const said = [broker.publish([at.note('a', 1), at.note('b', 2)]), broker.publish([at.note('c', 3)])];
    expect(broker.backlog()).toMatchObject({ records: 3, bytes: expect.toSatisfy((bytes: number) => bytes > 20) });
    await Promise.all(said);
    await eventually(() => expect(broker.backlog()).toEqual({ records: 0, bytes: 0, oldestMs: 0 }));
  });

  test('who is in no hurry gets what came meanwhile together', async () => {
    const at = await house(setting);
    const broker = at.open();
    const begun: number[] = [];
    const { heard, reader } = batches(async () => {
      begun.push(performance.now());
      return [];
    });
    broker.consume({ group: 'group', topic: at.topic, reader, gapMs: 100 });
    for (let n = 0; n < 30; n += 1) {
      await broker.publish([at.note('a', n)]);
      await pause(10);
    }
    await eventually(() => expect(heard.length).toBeGreaterThanOrEqual(30));
    const gaps = begun.slice(1).map((moment, before) => moment - (begun[before] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(90);
    expect(begun.length).toBeLessThan(30);
  });

  test('single records of a key come one after the other, however long each takes', async () => {
    const at = await house(setting);
    const broker = await sayAll(at);
    let beside = 0;
    let most = 0;
    const { heard, reader } = singles(async () => {
      most = Math.max(most, ++beside);
      await pause(Math.random() * 3);
      beside -= 1;
      return [];
    });
    broker.consume({ group: 'group', topic: at.topic, reader });
    await eventually(() => expect(heard.length).toBeGreaterThanOrEqual(all));
    expect(byKey(heard)).toEqual(inOrder);
    expect(most).toBeGreaterThan(1);
  });

  test('every group gets every event, and its envelope', async () => {
    const at = await house(setting);
    const broker = at.open();
    const [one, two] = [batches(), singles()];
    broker.consume({ group: 'one', topic: at.topic, reader: one.reader });
    broker.consume({ group: 'two', topic: at.topic, reader: two.reader });
    const event = { ...at.note('a', 1), traceparent: '00-1-2-01', conversation: 'c', turn: 7, final: false };
    await broker.publish([event]);
    await eventually(() => expect([one.heard.length, two.heard.length]).toEqual([1, 1]));
    expect(one.heard[0]?.event).toEqual(event);
    expect(two.heard[0]?.event).toEqual(event);
  });

  test('what a handler returns is said', async () => {
    const at = await house(setting);
    const broker = at.open();
    const said = await listen(broker, at.said.topic);
    const batch = batches(async (records) => records.map((record) => at.said.note('x', noteOf(record).n)));
    const single = singles(async (record) => [at.said.note('x', 10 + noteOf(record).n)]);
    broker.consume({ group: 'one', topic: at.topic, reader: batch.reader });
    broker.consume({ group: 'two', topic: at.topic, reader: single.reader });
    await broker.publish([at.note('a', 1), at.note('b', 2)]);
    await eventually(() => expect(numbers(said).toSorted((a, b) => a - b)).toEqual([1, 2, 11, 12]));
  });

  test('a follower from the start hears all that was there before it is told so, and what comes', async () => {
    const at = await house(setting);
    const broker = await sayAll(at);
    const heard = await listen(broker, at.topic);
    expect(byKey(heard)).toEqual(inOrder);
    await broker.publish([at.note('a', EACH)]);
    await eventually(() => expect(numbers(heard.slice(all))).toEqual([EACH]));
  });

  test('a tombstone comes in its turn, as a record of its key without bytes', async () => {
    const at = await house(setting);
    const broker = at.open();
    await broker.publish([at.note('a', 1), at.gone('a'), at.note('a', 2)]);
    const [first, second, third, ...more] = await listen(broker, at.topic);
    expect([first, third, ...more].map(noteOf)).toEqual([
      { key: 'a', n: 1 },
      { key: 'a', n: 2 },
    ]);
    expect(second).toMatchObject({
      envelope: { key: 'a', type: 'noted' },
      problem: expect.stringContaining('tombstone'),
    });
    expect(second?.event).toBeUndefined();
    expect(second && isTombstone(second.raw)).toBe(true);
  });

  test('a follower from now hears only what comes, from the moment of the call', async () => {
    const at = await house(setting);
    const broker = await sayAll(at);
    const heard: Received[] = [];
    await broker.follow({ topics: [at.topic], from: 'now', hear: (record) => heard.push(record) });
    await broker.publish([at.note('a', EACH)]);
    await eventually(() => expect(numbers(heard)).toEqual([EACH]));
  });

  test('a follower of an empty topic is told so at once', async () => {
    const at = await house(setting);
    const broker = at.open();
    await expect(listen(broker, at.topic)).resolves.toEqual([]);
  });

  test('a partition that is stuck does not hold up another', async () => {
    const at = await house(setting);
    const broker = at.open();
    const [stuck] = keysIn(0, 1, (key) => partitionOf(key, 2));
    const [free] = keysIn(1, 1, (key) => partitionOf(key, 2));
    const release = Promise.withResolvers<void>();
    const { heard, reader } = batches(async (_, { number }) => {
      if (number === 0) await release.promise;
      return [];
    });
    broker.consume({ group: 'group', topic: at.topic, reader });
    // More than fits into a backlog, so that the stuck partition has to be paused.
    const many = Array.from({ length: 3_000 }, (_, n) => at.note(stuck ?? '', n));
    await broker.publish(many);
    for (let n = 0; n < 5; n += 1) {
      await broker.publish([at.note(free ?? '', n)]);
      await eventually(() => expect(numbers(heard)).toHaveLength(n + 1));
    }
    release.resolve();
    await eventually(() => expect(heard).toHaveLength(5 + many.length));
    expect(numbers(heard.slice(5))).toEqual(many.map((_, n) => n));
  });

  test('a slow key does not hold up another of the same partition', async () => {
    const at = await house(setting);
    const broker = at.open();
    const [slow = '', quick = ''] = keysIn(0, 2, (key) => partitionOf(key, 2));
    const release = Promise.withResolvers<void>();
    const { heard, reader } = singles(async (record) => {
      if (noteOf(record).key === slow) await release.promise;
      return [];
    });
    broker.consume({ group: 'group', topic: at.topic, reader });
    await broker.publish([at.note(slow, 1), at.note(slow, 2), at.note(quick, 3), at.note(quick, 4)]);
    await eventually(() => expect(numbers(heard)).toEqual([3, 4]));
    release.resolve();
    await eventually(() => expect(numbers(heard)).toEqual([3, 4, 1, 2]));
  });

  test('a topic has as many partitions as it was made with', async () => {
    const at = await house(setting);
    expect(await at.open().partitions(at.topic)).toBe(2);
  });
}
