import { setTimeout as pause } from 'node:timers/promises';
import { type Event, parkedName } from '@backchannel/contracts';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { Consumer, Partition, Received } from '../broker.ts';
import { batches, eventually, noteOf, numbers, singles } from '../suite/ear.ts';
import { notes } from '../suite/note.ts';
import { Unprocessable } from '../unprocessable.ts';
import { read, write } from '../wire.ts';
import { Runner } from './runner.ts';

const { topic, note } = notes('log');
const said = notes('said');

const recordAt = (offset: number, key = 'a', event: Event = note(key, offset)): Received =>
  read(topic, { partition: 0, offset }, write(event));

/** A broker of one partition that does what the test says, and hands over records by itself unless told not to. */
function bench(consumer: Partial<Consumer>, log: { records?: Received[]; start?: number; committed?: number } = {}) {
  const { records = [], start = 0, committed = -1 } = log;
  const state = {
    start,
    committed,
    reading: -1,
    published: [] as Event[],
    publish: async () => undefined as void,
    asked: 0,
  };
  const end = () => (records.at(-1)?.offset ?? start - 1) + 1;
  const hand = () => {
    const from = Math.max(state.reading, state.start);
    if (state.reading < 0 || from >= end()) return;
    const some = records.filter(({ offset }) => offset >= from).slice(0, 400);
    state.reading = (some.at(-1)?.offset ?? from) + 1;
    runner.take({ from, records: some, end: end() });
    setImmediate(hand);
  };
  const runner: Runner = new Runner(
    { group: 'group', topic, reader: batches().reader, ...consumer },
    {
      number: 0,
      bounds: async () => ({ start: state.start, end: end(), committed: state.committed }),
      read: (offset) => {
        state.reading = offset;
        setImmediate(hand);
      },
      pause: () => {
        state.reading = -1;
      },
      publish: async (events) => {
        await state.publish();
        state.published.push(...events);
      },
      moved: () => undefined,
    },
  );
  onTestFinished(() => runner.drain());
  const add = (...more: Received[]) => {
    records.push(...more);
    hand();
  };
  return { runner, state, add };
}
const upTo = (count: number, key?: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => recordAt(n, key?.(n)));

test('a handler whose events could not be said is not run again', async () => {
  let runs = 0;
  let refusals = 2;
  const { reader } = batches(async () => {
    runs += 1;
    return [said.note('x', 1)];
  });
  const { runner, state } = bench({ reader }, { records: upTo(3) });
  state.publish = async () => {
    expect(runner.position).toBeUndefined();
    if (refusals-- > 0) throw new Error('away');
  };
  runner.begin();
  await eventually(() => expect(runner.position).toBe(3));
  expect(runs).toBe(1);
  expect(state.published).toHaveLength(1);
});

test('no more than 500 records make a batch, and a backlog stops the reading', async () => {
  const sizes: number[] = [];
  const gate = Promise.withResolvers<void>();
  const { reader, heard } = batches(async (records) => {
    sizes.push(records.length);
    await gate.promise;
    return [];
  });
  const { runner, state } = bench({ reader }, { records: upTo(4_000) });
  runner.begin();
  await eventually(() => expect(sizes).toHaveLength(1));
  await eventually(() => expect(state.reading).toBe(-1));
  gate.resolve();
  await eventually(() => expect(heard).toHaveLength(4_000));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
  expect(runner.position).toBe(4_000);
});

test('at most 1,000 single records are unfinished', async () => {
  let begun = 0;
  const gate = Promise.withResolvers<void>();
  const { reader, heard } = singles(async () => {
    begun += 1;
    await gate.promise;
    return [];
  });
  const { runner } = bench({ reader }, { records: upTo(3_000, (n) => `key-${n}`) });
  runner.begin();
  await eventually(() => expect(begun).toBe(1_000));
  await pause(50);
  expect(begun).toBe(1_000);
  gate.resolve();
  await eventually(() => expect(heard).toHaveLength(3_000));
});

test('single records: order within a key, position below the oldest unfinished, whatever finishes first', {
  tags: 'long',
  timeout: 60_000,
}, async () => {
  const steps = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), ms: fc.nat(4), fails: fc.nat(9) }), {
    minLength: 1,
    maxLength: 25,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (records) => {
      const finished = new Set<number>();
      const failing = new Set<number>();
      const { reader, heard } = singles(async ({ offset }) => {
        const { ms = 0, fails } = records[offset] ?? {};
        if (ms > 0) await pause(ms);
        if (fails === 0 && !failing.has(offset)) {
          failing.add(offset);
          throw new Error('once');
        }
        if (fails === 1) throw new Unprocessable('never');
        finished.add(offset);
        const oldest = records.findIndex((step, n) => !finished.has(n) && step.fails !== 1);
        expect(runner.position ?? 0).toBeLessThanOrEqual(oldest < 0 ? records.length : Math.max(oldest, offset));
        return [];
      });
      const { runner, state } = bench({ reader }, { records: records.map(({ key }, n) => recordAt(n, key)) });
      runner.begin();
      await eventually(() => expect(runner.position).toBe(records.length));
      for (const key of ['a', 'b', 'c']) {
        const ofKey = heard.filter((record) => noteOf(record).key === key).map(({ offset }) => offset);
        expect(ofKey).toEqual(ofKey.toSorted((a, b) => a - b));
      }
      expect(heard).toHaveLength(records.filter(({ fails }) => fails !== 1).length);
      expect(state.published.map(({ topic: name }) => name)).toEqual(
        records.filter(({ fails }) => fails === 1).map(() => parkedName(topic)),
      );
    }),
    { numRuns: 40 },
  );
});

test('what a single record leads to is in its trace', async () => {
  const { reader } = singles(async () => [said.note('x', 1)]);
  const traced = recordAt(0, 'a', { ...note('a', 0), traceparent: 'trace' });
  const { runner, state } = bench({ reader }, { records: [traced] });
  runner.begin();
  await eventually(() => expect(state.published).toMatchObject([{ traceparent: 'trace' }]));
});

test('when the log no longer has the next record, who is assigned is asked again, and told what is acknowledged by then', async () => {
  const asked: Pick<Partition, 'start' | 'committed'>[] = [];
  const { reader, heard } = batches();
  const assigned = async ({ start, committed }: Partition) => {
    asked.push({ start, committed });
    return start;
  };
  const { runner, state, add } = bench({ reader, assigned }, { records: upTo(3) });
  runner.begin();
  await eventually(() => expect(heard).toHaveLength(3));
  state.start = 10;
  state.committed = 3;
  add(recordAt(11));
  await eventually(() => expect(heard.at(-1)?.offset).toBe(11));
  expect(asked).toEqual([
    { start: 0, committed: -1 },
    { start: 10, committed: 3 },
  ]);
});

test('a hole in the middle of the log is nothing to ask about', async () => {
  let asked = 0;
  const { reader, heard } = batches();
  const assigned = async () => {
    asked += 1;
    return 0;
  };
  const { runner } = bench({ reader, assigned }, { records: [recordAt(0), recordAt(7)] });
  runner.begin();
  await eventually(() => expect(heard).toHaveLength(2));
  expect(asked).toBe(1);
});

test('a log that ends before the position is not read, and it is said', async () => {
  const { reader, heard } = batches();
  const { runner, add } = bench({ reader }, { records: upTo(2), committed: 5 });
  runner.begin();
  await eventually(() => expect(runner.waitsFor().join()).toContain('the log ends at 2, before 5'));
  add(recordAt(2));
  expect(heard).toEqual([]);
});

test('where to begin is asked until there is an answer', { tags: 'long' }, async () => {
  let failures = 3;
  const { reader, heard } = batches();
  const assigned = async () => {
    if (failures-- > 0) throw new Error('the store is away');
    return 1;
  };
  const { runner } = bench({ reader, assigned }, { records: upTo(3) });
  runner.begin();
  await eventually(() => expect(numbers(heard)).toEqual([1, 2]));
});

test('a reader that goes elsewhere and then fails is not offered the old batch again', async () => {
  let first = true;
  const { reader, heard } = batches(async (_, partition) => {
    if (!first) return [];
    first = false;
    partition.goTo(2);
    throw new Error('the store went back');
  });
  const { runner } = bench({ reader }, { records: upTo(4) });
  runner.begin();
  await eventually(() => expect(numbers(heard)).toEqual([2, 3]));
});

test('what was taken in before a reader goes elsewhere is forgotten', async () => {
  let first = true;
  const { reader, heard } = batches(async (_, partition) => {
    if (!first) return [];
    first = false;
    await eventually(() => expect(state.reading).toBe(-1));
    partition.goTo(1_400);
    return [];
  });
  const { runner, state } = bench({ reader }, { records: upTo(1_402) });
  runner.begin();
  await eventually(() => expect(heard.at(-1)?.offset).toBe(1_401));
  expect(heard.findIndex(({ offset }) => offset === 1_400)).toBe(heard.length - 2);
  expect(heard.length).toBeLessThan(1_000);
});

test('who has lost the partition says nothing more', async () => {
  const gate = Promise.withResolvers<void>();
  let begun = false;
  const { reader, heard } = batches(async () => {
    begun = true;
    await gate.promise;
    return [said.note('x', 1)];
  });
  const { runner, state } = bench({ reader }, { records: upTo(1) });
  runner.begin();
  await eventually(() => expect(begun).toBe(true));
  runner.drop();
  gate.resolve();
  await eventually(() => expect(heard).toHaveLength(1));
  await runner.drain();
  expect(state.published).toEqual([]);
  expect(runner.position).toBeUndefined();
});

test('a tick that fails is told of, and comes again', { tags: 'long' }, async () => {
  let ticks = 0;
  const tick = async () => {
    ticks += 1;
    throw new Error('the store is away');
  };
  const { runner } = bench({ tick });
  runner.begin();
  await eventually(() =>
    expect(runner.waitsFor()).toEqual(['group on log/0: a tick failed, attempt 3: the store is away']),
  );
  expect(ticks).toBe(3);
});

test('ticks that take longer than they are apart hold up no records', { tags: 'long' }, async () => {
  let ticks = 0;
  const tick = async () => {
    ticks += 1;
    await pause(1_100);
    return [];
  };
  const { reader, heard } = batches();
  const { runner, add } = bench({ reader, tick });
  runner.begin();
  await eventually(() => expect(ticks).toBe(1));
  add(recordAt(0));
  await eventually(() => expect(heard).toHaveLength(1));
  expect(ticks).toBeLessThan(3);
  await eventually(() => expect(ticks).toBe(3));
});
