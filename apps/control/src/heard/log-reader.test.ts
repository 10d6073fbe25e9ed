import type { Partition, Received } from '@backchannel/messaging';
import { expect, test, vi } from 'vitest';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import type { ReadModel } from './heard.ts';
import { LogReader } from './log-reader.ts';

/** Writes down what it hears at once, as "partition.offset", and can't bear a record. */
class Model implements ReadModel {
  readonly heard: string[][] = [];
  poison = '';

  async hear(_: unknown, records: readonly Received[]): Promise<void> {
    const names = records.map(({ partition, offset }) => `${partition}.${offset}`);
    if (names.includes(this.poison)) throw new Error(`${this.poison} is poison`);
    this.heard.push(names);
  }
}

function partition(number: number, topic = 'test.log') {
  const goTo = vi.fn<Partition['goTo']>();
  const records = (from: number, count: number) =>
    Array.from({ length: count }, (_, more) => ({ partition: number, offset: from + more }) as Received);
  return { topic, number, committed: -1, start: 0, end: 0, goTo, records };
}

onEachDatabase('what is read of a log', (open) => {
  const begin = async () => {
    const office = await open();
    const model = new Model();
    return {
      model,
      reader: new LogReader(office.store, [model]),
      [Symbol.asyncDispose]: () => office[Symbol.asyncDispose](),
    };
  };

  test('of several partitions shares a transaction, topic by topic', async () => {
    await using world = await begin();
    const { model, reader } = world;
    const [one, two, other] = [partition(1), partition(0), partition(1, 'test.other')];
    await Promise.all([
      reader.hear(one.records(0, 2), one),
      reader.hear(other.records(0, 1), other),
      reader.hear(two.records(0, 1), two),
    ]);
    expect(model.heard.map((names) => names.join(' ')).toSorted()).toEqual(['1.0', '1.0 1.1 0.0']);
    expect(await Promise.all([one, two, other].map((each) => reader.assigned(each)))).toEqual([2, 1, 1]);
  });

  test('that would be too much at once is shared out', async () => {
    await using world = await begin();
    const { model, reader } = world;
    const all = [300, 100, 200, 900, 1].map((count, number) => ({ ...partition(number), count }));
    await Promise.all(all.map((each) => reader.hear(each.records(0, each.count), each)));
    expect(model.heard.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([1, 200, 400, 900]);
    expect(await Promise.all(all.map((each) => reader.assigned(each)))).toEqual([300, 100, 200, 900, 1]);
  });

  test('that can not be handled leaves nothing behind, and takes nothing of others with it', async () => {
    await using world = await begin();
    const { model, reader } = world;
    const [one, two] = [partition(0), partition(1)];
    model.poison = '0.1';
    const [first, second] = await Promise.allSettled([
      reader.hear(one.records(0, 2), one),
      reader.hear(two.records(0, 2), two),
    ]);
    expect(first).toMatchObject({ status: 'rejected', reason: { message: '0.1 is poison' } });
    expect(second).toMatchObject({ status: 'fulfilled' });
    expect(model.heard).toEqual([['1.0', '1.1']]);
    expect([await reader.assigned(one), await reader.assigned(two)]).toEqual([0, 2]);
  });

  test('is not done again, and is read again where the tables have less', async () => {
    await using world = await begin();
    const { model, reader } = world;
    const [one, two] = [partition(0), partition(1)];
    await Promise.all([reader.hear(one.records(0, 3), one), reader.hear(two.records(0, 1), two)]);
    await Promise.all([reader.hear(one.records(1, 4), one), reader.hear(two.records(5, 1), two)]);
    expect(model.heard).toEqual([
      ['0.0', '0.1', '0.2', '1.0'],
      ['0.3', '0.4'],
    ]);
    expect([one.goTo.mock.calls, two.goTo.mock.calls]).toEqual([[], [[1]]]);
    expect([await reader.assigned(one), await reader.assigned(two)]).toEqual([5, 1]);
  });

  test('twice by two owners of a partition is heard once', async () => {
    await using world = await begin();
    const { model, reader } = world;
    const [one, again] = [partition(0), partition(0)];
    await Promise.all([reader.hear(one.records(0, 2), one), reader.hear(again.records(0, 2), again)]);
    expect(model.heard).toEqual([['0.0', '0.1']]);
    expect(await reader.assigned(one)).toBe(2);
  });
});
