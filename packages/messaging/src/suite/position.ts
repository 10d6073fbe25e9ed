import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Partition } from '../broker.ts';
import { partitionOf } from '../partition-of.ts';
import { ascending, batches, consumeOnce, eventually, keysIn, listen, noteOf, numbers, singles } from './ear.ts';
import { house, type Setting } from './house.ts';

export function positionTests(setting: Setting): void {
  test('offsets survive a restart', async () => {
    const at = await house(setting);
    const first = at.open();
    await first.publish([1, 2, 3].map((n) => at.note('a', n)));
    const before = batches();
    await consumeOnce(first, { group: 'group', topic: at.topic, reader: before.reader }, () =>
      expect(numbers(before.heard)).toEqual([1, 2, 3]),
    );
    const second = at.open();
    const after = batches();
    second.consume({ group: 'group', topic: at.topic, reader: after.reader });
    await second.publish([at.note('a', 4)]);
    await eventually(() => expect(numbers(after.heard)).toEqual([4]));
  });

  test('nothing above an unfinished record is acknowledged', async () => {
    const at = await house(setting);
    const [stuck = '', free = ''] = keysIn(0, 2, (key) => partitionOf(key, 2));
    const first = at.open();
    await first.publish([at.note(free, 1), at.note(stuck, 2), at.note(free, 3)]);
    const before = singles(async (record) => {
      if (noteOf(record).key === stuck) throw new Error('not today');
      return [];
    });
    await consumeOnce(first, { group: 'group', topic: at.topic, reader: before.reader }, () =>
      expect(numbers(before.heard)).toEqual([1, 3]),
    );
    const second = at.open();
    const after = singles();
    second.consume({ group: 'group', topic: at.topic, reader: after.reader });
    await eventually(() => expect(numbers(after.heard)).toContain(3));
    expect(numbers(after.heard).toSorted(ascending)).toEqual([2, 3]);
  });

  test('closing waits for what is in hand, and it is said and acknowledged', async () => {
    const at = await house(setting);
    const first = at.open();
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const before = batches(async (records) => {
      begun.resolve();
      await finish.promise;
      return records.map((record) => at.said.note('x', noteOf(record).n));
    });
    first.consume({ group: 'group', topic: at.topic, reader: before.reader });
    await first.publish([at.note('a', 1)]);
    await begun.promise;
    const closed = vi.fn<() => void>();
    const closing = first.close().then(closed);
    await pause(50);
    expect(closed).not.toHaveBeenCalled();
    finish.resolve();
    await closing;
    expect(numbers(before.heard)).toEqual([1]);

    const second = at.open();
    expect(numbers(await listen(second, at.said.topic))).toEqual([1]);
    const after = batches();
    second.consume({ group: 'group', topic: at.topic, reader: after.reader });
    await second.publish([at.note('a', 2)]);
    await eventually(() => expect(numbers(after.heard)).toEqual([2]));
  });

  test('who is assigned a partition decides where to begin, and is told what was acknowledged', async () => {
    const at = await house(setting);
    const number = partitionOf('a', 2);
    const first = at.open();
    await first.publish([0, 1, 2, 3].map((n) => at.note('a', n)));
    const told: Pick<Partition, 'committed' | 'start' | 'end'>[] = [];
    const assigned = async (partition: Partition) => {
      const { committed, start, end } = partition;
      if (partition.number === number) told.push({ committed, start, end });
      return partition.number === number ? 2 : 0;
    };
    const before = batches();
    await consumeOnce(first, { group: 'group', topic: at.topic, reader: before.reader, assigned }, () =>
      expect(numbers(before.heard)).toEqual([2, 3]),
    );
    const second = at.open();
    const after = batches();
    second.consume({ group: 'group', topic: at.topic, reader: after.reader, assigned });
    await eventually(() => expect(numbers(after.heard)).toEqual([2, 3]));
    expect(told).toEqual([
      { committed: -1, start: 0, end: 4 },
      { committed: 4, start: 0, end: 4 },
    ]);
  });

  test('a reader may go back and forth, and acknowledged offsets never go back with it', async () => {
    const at = await house(setting);
    const first = at.open();
    await first.publish([0, 1, 2, 3].map((n) => at.note('a', n)));
    let went = 0;
    const before = batches(async (records, partition) => {
      if (numbers(records).includes(3) && went++ < 1) partition.goTo(1);
      if (numbers(records).includes(4)) partition.goTo(7);
      return [];
    });
    first.consume({ group: 'group', topic: at.topic, reader: before.reader });
    await eventually(() => expect(numbers(before.heard)).toEqual([0, 1, 2, 3, 1, 2, 3]));
    await first.publish([at.note('a', 4)]);
    await eventually(() => expect(numbers(before.heard).at(-1)).toBe(4));
    await first.publish([5, 6, 7].map((n) => at.note('a', n)));
    await eventually(() => expect(numbers(before.heard).slice(-2)).toEqual([4, 7]));
    // Goes back, and is closed before it has come forth again.
    const { topic } = at;
    await first.close();
    const second = at.open();
    const back = batches(async () => {
      throw new Error('not now');
    });
    let committed: number[] = [];
    const assigned = async (partition: Partition) => {
      if (partition.number === partitionOf('a', 2)) committed.push(partition.committed);
      return 0;
    };
    const waits = () => expect(second.waitsFor().join()).toMatch(/not now/);
    await consumeOnce(second, { group: 'group', topic, reader: back.reader, assigned }, waits);
    const third = at.open();
    third.consume({ group: 'group', topic, reader: batches().reader, assigned });
    await eventually(() => expect(committed).toEqual([8, 8]));
  });

  test('a tick comes about every second, never beside a batch, and what it returns is said', {
    tags: 'long',
  }, async () => {
    const at = await house(setting);
    const broker = at.open();
    const said = await listen(broker, at.said.topic);
    let busy = false;
    let beside = 0;
    let ticks = 0;
    const { heard, reader } = batches(async () => {
      busy = true;
      await pause(1_500);
      busy = false;
      return [];
    });
    const tick = async ({ number }: Partition) => {
      if (number !== partitionOf('a', 2)) return [];
      if (busy) beside += 1;
      return [at.said.note('tick', ticks++)];
    };
    await broker.publish([at.note('a', 1)]);
    broker.consume({ group: 'group', topic: at.topic, reader, tick });
    await eventually(() => expect(numbers(said).slice(0, 2)).toEqual([0, 1]));
    expect(beside).toBe(0);
    expect(numbers(heard)).toEqual([1]);
  });
}
