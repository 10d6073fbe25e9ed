import { expect, onTestFinished, test, vi } from 'vitest';
import { createProjection } from '../log-projection.ts';
import { recorded } from './around.ts';
import { begin } from './begin.ts';
import { add, type Fact, fail, look, open, push, put, rules, take } from './facts.ts';
import { TestReader } from './log.ts';
import type { OpenSlots } from './open.ts';

const noteFailure: typeof rules.unfoldable = ({ state }) => ({ state: state && { ...state, seen: ['failed'] } });

/** One batch is one step. */
export function stepSuite(openSlots: OpenSlots): void {
  test('each record of a batch sees what those before it left', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(add('a'), push('a', 'x'), push('a', 'y'), take('a', 1), put('a', 'i'), look('a', 'i'), look('a', 'j'));
    log.append(take('a', 2), push('a', 'z'));
    await reader.toEnd();

    expect(await store.slots.state(0, 'a')).toEqual({ n: 9, seen: [['x'], 4, null, ['y']] });
    expect(await store.slots.range(0, { key: 'a', list: 'queue', from: 0, limit: 10 })).toMatchObject({ rows: ['z'] });
    expect(await store.slots.head(0)).toMatchObject({ offset: 9, events: [{ id: 'a add 1' }], retell: [] });
    expect(log.saidIds()).toEqual(['a add 1']);
  });

  test('events that the state can tell again are stored by their key alone', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(open('a'), open('b'), add('a'));
    await reader.toEnd();

    expect(await store.slots.head(0)).toMatchObject({ events: [{ id: 'a add 2' }], retell: ['a', 'b'] });
    expect(log.saidIds()).toEqual(['a add 2', 'a open 2', 'b open 1']);
  });

  test('a step that does not follow on what is stored leaves nothing behind', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(add('a'));
    await reader.toEnd();
    const head = await store.slots.head(0);

    const changes = [
      { push: 'queue', row: 1 },
      { put: 'ids', id: 'i', value: 1, keep: 1 },
      { deadline: 'd', id: 'late', at: 1 },
    ].map((change) => ({ key: 'a', change, time: 0 }));
    const step = {
      head: { ...head, offset: 2, events: [], retell: ['a'] },
      changes,
    };
    for (const other of [{ offset: 0 }, { writer: 'other' }, { epoch: 'other' }]) {
      const stored = await store.slots.write(0, {
        ...step,
        states: [['a', '{}']],
        expected: { ...head, ...other },
      });
      expect(stored).toBe(false);
    }
    const { found } = await store.slots.read(0, [{ key: 'a', entries: [['ids', 'i']], lists: [['queue', 9]] }]);
    expect(found).toEqual([{ state: { n: 1, seen: [] }, entries: [undefined], lists: [[]] }]);
    expect(await store.slots.due(0, 9, 9)).toMatchObject({ head: { ...head }, deadlines: [] });
  });

  test('a step that supposes an entry to be absent is stored only if it is', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(put('a', 'x'));
    await reader.toEnd();
    const expected = await store.slots.head(0);
    const supposes = (id: string) => ({
      expected,
      head: { ...expected, offset: 2, events: [] },
      states: [['a', '{}'] as const],
      changes: [{ key: 'a', change: { put: 'ids', id: 'y', value: 1 }, time: 0 }],
      absent: [
        { key: 'b', map: 'ids', id: 'x' },
        { key: 'a', map: 'ids', id },
      ],
    });
    expect(await store.slots.write(0, supposes('x'))).toBe(false);
    expect(await store.slots.head(0)).toEqual(expected);
    expect(await store.slots.write(0, supposes('y'))).toBe(true);
    // Its answer was lost, and the entry is its own.
    expect(await store.slots.write(0, supposes('y'))).toBe(true);
    expect(await store.slots.state(0, 'a')).toEqual({});
  });

  test('a step that comes twice, because its answer was lost, is stored once', async () => {
    await using world = await begin(openSlots);
    const expected = await world.store.slots.head(0);
    const head = { ...expected, offset: 1, writer: 'me' };
    const changes = [{ key: 'a', change: { push: 'queue', row: 1 }, time: 0 }];
    const step = { expected, head, states: [], changes };

    expect(await world.store.slots.write(0, step)).toBe(true);
    expect(await world.store.slots.write(0, step)).toBe(true);
    expect(await world.dump('a')).toMatchObject([{ rows: [1] }]);
  });

  test('a step that fails half-way is not stored, and those beside it are', async () => {
    await using world = await begin(openSlots);
    const { slots } = world.store;
    const expected = await slots.head(1);
    const head = { ...expected, offset: 1, writer: 'me' };
    const step = { expected, head, changes: [] };
    const results = await Promise.allSettled([
      slots.write(1, { ...step, states: [['a', '1']] }),
      slots.write(2, {
        ...step,
        states: [['a', '2']],
        changes: [{ key: 'a', change: { push: 'queue', row: 2n as never }, time: 0 }],
      }),
      slots.write(3, { ...step, states: [['a', '3']] }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await Promise.all([1, 2, 3].map((slot) => slots.state(slot, 'a')))).toEqual([1, null, 3]);
    expect(await slots.head(2)).toMatchObject({ offset: -1 });
  });

  test('a batch costs one reading and one writing', async () => {
    await using world = await begin(openSlots);
    const { slots, calls } = recorded(world.store.slots);
    const reader = await world.another({ slots });
    calls.length = 0;
    world.log.append(
      ...Array.from({ length: 97 }, (_, i) => open(`k${i % 20}`)),
      push('a', 1),
      take('a', 1),
      look('a', 'i'),
    );
    await reader.step();
    expect(calls).toEqual(['read', 'write']);

    calls.length = 0;
    await reader.tick();
    expect(calls).toEqual(['due']);
  });

  test('what an owner has left there itself is not read again', async () => {
    await using world = await begin(openSlots);
    const { log, store } = world;
    const { slots, calls } = recorded(store.slots);
    const reader = await world.another({ slots });
    const costs = async (...facts: readonly Fact[]) => {
      calls.length = 0;
      log.append(...facts);
      await reader.step();
      return calls;
    };
    expect(await costs(add('a'), push('b', 1), take('b', 0))).toEqual(['read', 'write']);
    expect(await costs(add('a'), push('b', 2), open('a'))).toEqual(['write']);
    expect(await costs(take('b', 5))).toEqual(['read', 'write']);
    expect(await costs(take('b', 1), push('b', 3), take('b', 1))).toEqual(['write']);
    expect(await costs(look('a', 'x'))).toEqual(['write']);
    expect(await costs(look('b', 'x'))).toEqual(['write']);
    expect(await costs(take('b', 1))).toEqual(['write']);
    expect(await costs(add('a'), add('c'))).toEqual(['read', 'write']);
    expect(await costs({ key: 'a', do: 'vanish' }, add('c'))).toEqual(['write']);
    expect(await costs(add('a'))).toEqual(['read', 'write']);
    expect(await world.dump('a', 'b', 'c')).toMatchObject([
      { state: { n: 1, seen: [] }, rows: [] },
      { state: { n: 9, seen: [[], [1, 2], [], [3], null, []] }, rows: [] },
      { state: { n: 2 }, rows: [] },
    ]);
    expect(log.saidIds()).toEqual(['a add 1', 'a add 2', 'a open 3', 'a add 5', 'c add 1', 'c add 2', 'a add 1']);
  });

  test('what an owner has left in a partition that has gone to somebody else is forgotten a minute later', async () => {
    await using world = await begin(openSlots);
    const { log } = world;
    const { slots, calls } = recorded(world.store.slots);
    const projection = createProjection({ slots, rules, say: log.say });
    const reader = await new TestReader(log, projection).assign();
    const kept = { topic: 'test.log', number: 1, committed: -1, start: 0, end: 0, goTo: () => undefined };
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const costsAfter = async (seconds: number) => {
      vi.setSystemTime(Date.now() + seconds * 1_000);
      await projection.tick(kept);
      calls.length = 0;
      log.append(add('a'));
      await reader.step();
      return calls;
    };
    await costsAfter(0);
    expect(await costsAfter(59)).toEqual(['write']);
    expect(await costsAfter(61)).toEqual(['read', 'write']);
  });

  test('an entry that an owner has not read is supposed to be absent, and read if it is not', async () => {
    await using world = await begin(openSlots);
    const { log, store } = world;
    const { slots, calls } = recorded(store.slots);
    const reader = await world.another({ slots });
    log.append(put('a', 'x'));
    await reader.step();
    calls.length = 0;
    log.append(look('a', 'y'), look('a', 'x'), add('a'));
    await reader.step();
    expect(calls).toEqual(['write', 'read', 'write']);
    expect(await store.slots.state(0, 'a')).toEqual({ n: 4, seen: [null, 0] });
    expect(log.saidIds()).toEqual(['a add 4']);
  });

  test('a decision that fails for what was supposed is made again with what is so', async () => {
    await using world = await begin(openSlots);
    const { log, store } = world;
    const reader = await world.another({
      rules: {
        ...rules,
        decide(view, record) {
          const decision = rules.decide(view, record);
          if (record.offset > 0 && view.entry('ids', 'x') === undefined) throw new Error('supposed');
          return decision;
        },
      },
    });
    log.append(put('a', 'x'));
    await reader.step();
    log.append(look('a', 'x'));
    await expect(reader.step()).rejects.toThrow("at 1 can't be folded");
    await reader.step();
    expect(await store.slots.state(0, 'a')).toEqual({ n: 2, seen: [0] });
  });

  test('of a long list an owner knows only what it has read', async () => {
    await using world = await begin(openSlots);
    const { log, reader } = world;
    for (const facts of [Array.from({ length: 70 }, (_, i) => push('a', i)), [take('a', 60)], [take('a', 20)]]) {
      log.append(...facts);
      await reader.step();
    }
    const rows = Array.from({ length: 70 }, (_, i) => i);
    expect(await world.dump('a')).toMatchObject([
      { state: { n: 72, seen: [rows.slice(0, 60), rows.slice(60)] }, rows: [] },
    ]);
  });

  test('a batch of which nothing is folded costs nothing, and how far it was read is stored a moment later', async () => {
    await using world = await begin(openSlots);
    const { log, store } = world;
    const { slots, calls } = recorded(store.slots);
    const reader = await world.another({ slots });
    log.append(add('a'));
    await reader.step();
    calls.length = 0;
    log.append({ key: 'a', do: 'nothing' });
    await reader.step();
    expect([calls, reader.position, log.committed]).toEqual([[], 2, 2]);
    log.append({ key: 'b', do: 'nothing' }, add('a'));
    await reader.step(1);
    expect(calls).toEqual([]);
    log.start = 2;
    await reader.tick();
    expect(calls).toEqual(['due', 'write']);
    expect(await store.slots.head(0)).toMatchObject({ offset: 3, events: [] });
    await reader.step();
    expect(await store.slots.state(0, 'a')).toMatchObject({ n: 2 });
    expect(log.saidIds()).toEqual(['a add 1', 'a add 2']);
  });

  test('a large batch is several steps, and each is said before the next', async () => {
    await using world = await begin(openSlots);
    world.log.append(...Array.from({ length: 450 }, () => add('a')));
    const events = await world.reader.fold();
    expect([world.log.said.length, events.length]).toEqual([400, 50]);
    expect(await world.store.slots.head(0)).toMatchObject({ offset: 450 });
  });

  test('what can not be said in the middle of a large batch is said when it comes again', async () => {
    await using world = await begin(openSlots);
    const { log } = world;
    let away = true;
    const say: typeof log.say = (events) => (away ? Promise.reject(new Error('away')) : log.say(events));
    const reader = await world.another({ say });
    log.append(...Array.from({ length: 450 }, () => add('a')));
    await expect(reader.step()).rejects.toThrow('away');
    await expect(reader.step()).rejects.toThrow('away');
    away = false;
    await reader.toEnd();
    expect(log.saidIds()).toEqual(Array.from({ length: 450 }, (_, i) => `a add ${i + 1}`));
    expect(await world.store.slots.state(0, 'a')).toMatchObject({ n: 450 });
  });

  test('a decision that walks far reads on', async () => {
    await using world = await begin(openSlots);
    const { log, reader } = world;
    log.append(...Array.from({ length: 200 }, (_, i) => push('a', i)));
    await reader.toEnd();
    log.append(take('a', 60), add('b'), push('a', 'new'), take('a', 140), take('a', 3));
    await reader.step();

    const rows = Array.from({ length: 200 }, (_, i) => i);
    expect(await world.dump('a')).toMatchObject([
      { state: { n: 204, seen: [rows.slice(0, 60), rows.slice(60), ['new']] }, rows: [] },
    ]);
    expect(log.saidIds()).toEqual(['b add 1']);
  });

  test('a record that can never be folded is given to the rules once more, else it holds up its partition', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(add('a'), fail('a'), add('a'));
    await expect(reader.step()).rejects.toThrow("at 1 can't be folded");
    expect(await store.slots.head(0)).toMatchObject({ offset: 0 });

    const other = await world.another({ rules: { ...rules, unfoldable: noteFailure } });
    await other.toEnd();
    expect(await store.slots.state(0, 'a')).toEqual({ n: 2, seen: ['failed'] });
  });

  test('a state that is null is gone', async () => {
    await using world = await begin(openSlots);
    world.log.append(add('a'), { key: 'a', do: 'vanish' }, { key: 'b', do: 'vanish' });
    await world.reader.toEnd(1);
    expect(await world.dump('a', 'b')).toMatchObject([{ state: null }, { state: null }]);
  });
}
