import { Buffer } from 'node:buffer';
import type { RecordParked } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import type { Follower, Received } from '../broker.ts';
import { partitionOf } from '../partition-of.ts';
import { Unprocessable } from '../unprocessable.ts';
import { saidOf } from '../wire.ts';
import { ascending, batches, eventually, keysIn, listen, noteOf, numbers, singles } from './ear.ts';
import { house, type Setting } from './house.ts';

export function troubleTests(setting: Setting): void {
  test('a batch whose handler throws comes again, and nothing overtakes it', { tags: 'long' }, async () => {
    const at = await house(setting);
    const broker = at.open();
    let failures = 3;
    const { heard, reader } = batches(async (records) => {
      if (numbers(records).includes(1) && failures-- > 0) throw new Error('the store is away');
      return [];
    });
    broker.consume({ group: 'group', topic: at.topic, reader });
    await broker.publish([0, 1, 2, 3].map((n) => at.note('a', n)));
    await eventually(() => expect(broker.waitsFor().join()).toMatch(/group on .* is stuck at .*the store is away/));
    await eventually(() => expect(numbers(heard)).toEqual([0, 1, 2, 3]));
    expect(broker.waitsFor()).toEqual([]);
  });

  test('a single record whose handler throws comes again, before the next of its key', async () => {
    const at = await house(setting);
    const broker = at.open();
    let failures = 2;
    const { heard, reader } = singles(async (record) => {
      if (noteOf(record).n === 1 && failures-- > 0) throw new Error('the store is away');
      return [];
    });
    broker.consume({ group: 'group', topic: at.topic, reader });
    await broker.publish([1, 2, 3].map((n) => at.note('a', n)));
    await eventually(() => expect(numbers(heard)).toEqual([1, 2, 3]));
  });

  test('a single record that can not be processed is parked with its reason, and reading goes on', async () => {
    const at = await house(setting);
    const broker = at.open();
    const parked = await listen(broker, at.parked);
    const { heard, reader } = singles(async (record) => {
      if (noteOf(record).n === 1) throw new Unprocessable('too big', { cause: new RangeError() });
      return [];
    });
    broker.consume({ group: 'group', topic: at.topic, reader });
    await broker.publish([1, 2].map((n) => at.note('a', n, 'text')));
    await eventually(() => expect(numbers(heard)).toEqual([2]));
    await eventually(() => expect(parked).toHaveLength(1));
    const data = parked[0]?.event?.data as RecordParked;
    expect(data).toMatchObject({
      topic: at.topic.name,
      group: 'group',
      reason: 'too big',
      key: 'a',
    });
    expect(saidOf(data.headers)).toMatchObject({ id: 'a:1' });
    expect(JSON.parse(Buffer.from(data.value, 'base64').toString())).toEqual({ key: 'a', n: 1, text: 'text' });
  });

  test('of a batch with a record that can not be processed, only that one is parked', async () => {
    const at = await house(setting);
    const broker = at.open();
    const parked = await listen(broker, at.parked);
    const { heard, reader } = batches(async (records) => {
      if (numbers(records).includes(2)) throw new Unprocessable('no');
      return [];
    });
    await broker.publish([0, 1, 2, 3, 4].map((n) => at.note('a', n)));
    broker.consume({ group: 'group', topic: at.topic, reader });
    await eventually(() => expect(numbers(heard)).toEqual([0, 1, 3, 4]));
    await eventually(() => expect(parked).toHaveLength(1));
    const data = parked[0]?.event?.data as RecordParked;
    expect([data.reason, saidOf(data.headers).id]).toEqual(['no', 'a:2']);
  });

  test('a record that can not be read is told as such, with its envelope and the field that is wrong', async () => {
    const at = await house(setting);
    const broker = at.open();
    const parked = await listen(broker, at.parked);
    const { heard, reader } = batches(async (records) => {
      for (const { problem } of records) if (problem) throw new Unprocessable(problem);
      return [];
    });
    broker.consume({ group: 'group', topic: at.topic, reader });
    const wrong = { ...at.note('a', 1), turn: 4, final: true, data: { key: 'a', n: 'one' } };
    await broker.publish([wrong, { ...at.note('a', 2), type: 'nonsense' }, at.note('a', 3)]);
    await eventually(() => expect(numbers(heard)).toEqual([3]));
    await eventually(() => expect(parked).toHaveLength(2));
    expect(parked.map((record) => record.event?.data)).toMatchObject([
      { reason: expect.stringMatching(/not a noted: n: /) },
      { reason: expect.stringMatching(/does not know: nonsense/) },
    ]);
    const [first] = parked.map((record) => record.event?.data as RecordParked);
    expect(saidOf(first?.headers ?? {})).toMatchObject({ turn: 4, final: true });
  });

  test('before a newer version than known the partition waits, says so, and others go on', async () => {
    const at = await house(setting);
    const broker = at.open();
    const [here = '', same = ''] = keysIn(0, 2, (key) => partitionOf(key, 2));
    const [there = ''] = keysIn(1, 1, (key) => partitionOf(key, 2));
    const one = batches();
    const two = singles();
    broker.consume({ group: 'one', topic: at.topic, reader: one.reader });
    broker.consume({ group: 'two', topic: at.topic, reader: two.reader });
    await broker.publish([at.note(here, 1), { ...at.note(here, 2), version: 2 }, at.note(here, 3), at.note(same, 4)]);
    await broker.publish([at.note(there, 5)]);
    for (const { heard } of [one, two])
      await eventually(() => expect(numbers(heard).toSorted(ascending)).toEqual([1, 5]));
    const sentences = [1, 2].map(() =>
      expect.stringMatching(/has a record at 1 noted of version 2, newer than the known 1/),
    );
    expect(broker.waitsFor()).toEqual(sentences);
    await broker.publish([at.note(there, 6)]);
    for (const { heard } of [one, two])
      await eventually(() => expect(numbers(heard).toSorted(ascending)).toEqual([1, 5, 6]));
  });

  test('a follower that hears everything is not behind; before a newer version than known it is, and says so', async () => {
    const at = await house(setting);
    const broker = at.open();
    const heard: Received[] = [];
    const follower: Follower = { topics: [at.topic], from: 'start', hear: (record) => heard.push(record) };
    await broker.follow(follower);
    await broker.publish([at.note('a', 1)]);
    await eventually(() => expect(numbers(heard)).toEqual([1]));
    await eventually(() => expect(broker.behind(follower)).toEqual([]));
    await broker.publish([{ ...at.note('a', 2), version: 2 }]);
    await eventually(() => expect(broker.behind(follower)).toEqual([expect.stringMatching(/newer than the known 1/)]));
    await broker.close();
    expect(broker.behind(follower)).toEqual(['the broker is closed']);
  });
}
