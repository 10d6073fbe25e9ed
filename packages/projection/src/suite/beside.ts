import { expect, test } from 'vitest';
import { untilSlackMs } from '../slots.ts';
import { begin } from './begin.ts';
import { add, deadline, type Fact, forget, look, noDeadline, push, put, take } from './facts.ts';
import type { OpenSlots } from './open.ts';

/** What lies beside the states. */
export function besideSuite(openSlots: OpenSlots): void {
  const seenAfter = async (facts: readonly Fact[], size: number) => {
    await using world = await begin(openSlots);
    world.log.append(...facts);
    await world.reader.toEnd(size);
    return ((await world.store.slots.state(0, 'a')) as { seen: unknown[] }).seen;
  };

  test.each([1, 3, 100])('of what is kept by number only the newest stay, in batches of %i', async (size) => {
    const keep = 2;
    const ids = ['x', 'y', 'z'];
    const facts = [
      put('a', 'for good'),
      ...ids.map((id) => put('a', id, { keep })),
      ...ids.map((id) => look('a', id)),
      put('a', 'y', { keep }),
      put('a', 'v', { keep }),
      ...[...ids, 'v', 'for good'].map((id) => look('a', id)),
    ];
    expect(await seenAfter(facts, size)).toEqual([null, 2, 3, null, 7, null, 8, 0]);
  });

  test('what was put for a time stays for that time by the records, however old they are, and then may go', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    const later = 100 + untilSlackMs;
    log.append(put('a', 'x', { until: 100 }), { ...put('a', 'y', { until: 9e9 }), time: later });
    await reader.toEnd(1);
    const ask = { key: 'a', entries: [['ids', 'x']] as const, lists: [] };
    expect((await store.slots.read(0, [ask])).found[0]?.entries).toEqual([{ value: 0, age: null }]);

    log.append({ ...put('a', 'z', { until: 9e9 }), time: later + 1 });
    await reader.toEnd(1);
    expect((await store.slots.read(0, [ask])).found[0]?.entries).toEqual([undefined]);
  });

  test('a key that is forgotten has nothing left but its state', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(push('a', 1), put('a', 'x'), put('a', 'y', { keep: 9, until: 9e9 }), deadline('a', 'i', 5));
    log.append(push('b', 1), deadline('b', 'i', 5));
    await reader.toEnd();
    await store.slots.raise(0, { key: 'a', name: 'read', value: 7 });
    await store.slots.claim(0, { key: 'a', name: 'call', number: 7, owner: 'me' });
    log.append(forget('a'), look('a', 'x'), take('a', 5), push('a', 'new'), look('a', 'y'));
    await reader.toEnd();

    expect(await world.dump('a', 'b')).toMatchObject([
      { state: { seen: [null, [], null] }, rows: ['new'], deadlines: [] },
      { rows: [1], deadlines: [{ id: 'i' }] },
    ]);
    log.append(look('a', 'x'), look('a', 'y'));
    await reader.toEnd();
    expect(await store.slots.state(0, 'a')).toMatchObject({ seen: [null, [], null, null, null] });
    expect(await store.slots.raise(0, { key: 'a', name: 'read', value: 1 })).toBe(0);
    expect(await store.slots.claim(0, { key: 'a', name: 'call', number: 1, owner: 'you' })).toBe('you');
  });

  test('a row has the number it was pushed with, whatever was dropped before it', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(...[0, 1, 2, 3, 4].map((row) => push('a', row)), take('a', 2));
    await reader.toEnd();
    const range = (from: number, limit: number) => store.slots.range(0, { key: 'a', list: 'queue', from, limit });
    const { epoch } = await store.slots.head(0);
    expect(await range(3, 1)).toEqual({ epoch, first: 3, rows: [3] });
    expect(await range(0, 9)).toEqual({ epoch, first: 2, rows: [2, 3, 4] });
    expect(await range(5, 9)).toEqual({ epoch, first: 5, rows: [] });

    log.append(take('a', 9), push('a', 5));
    await reader.toEnd();
    expect(await range(4, 9)).toEqual({ epoch, first: 5, rows: [5] });
  });

  test('of deadlines with one name the newest stands', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(
      deadline('a', 'x', 10),
      deadline('a', 'y', 30),
      deadline('b', 'z', 20),
      deadline('c', 'v', 5),
      noDeadline('c'),
    );
    await reader.toEnd();
    const due = async (now: number) => (await store.slots.due(0, now, 100)).deadlines;
    expect(await due(19)).toEqual([]);
    expect(await due(20)).toEqual([{ key: 'b', name: 'd', id: 'z', at: 20 }]);
    expect((await due(99)).map(({ id }) => id)).toEqual(['z', 'y']);
  });

  test('a raised number only grows, and each raise is told what it was', async () => {
    await using world = await begin(openSlots);
    const raise = (value: number) => world.store.slots.raise(0, { key: 'a', name: 'read', value });
    expect(await Promise.all([raise(3), raise(2), raise(5), raise(5)])).toEqual([0, 3, 3, 5]);
    expect(await world.store.slots.raise(0, { key: 'a', name: 'other', value: 1 })).toBe(0);
  });

  test('of all who claim a number one owns it, and is told so however often it asks', async () => {
    await using world = await begin(openSlots);
    const claim = (number: number, owner: string) =>
      world.store.slots.claim(0, { key: 'a', name: 'call', number, owner });
    const owners = Array.from({ length: 20 }, (_, n) => `tab:${n % 10}`);
    const [first, ...others] = await Promise.all(owners.map((owner) => claim(3, owner)));
    expect(owners).toContain(first);
    expect(new Set(others)).toEqual(new Set([first]));
    expect(await claim(3, 'late')).toBe(first);
    expect(await world.store.slots.claim(0, { key: 'a', name: 'other', number: 1, owner: 'o' })).toBe('o');
    expect(await world.store.slots.claim(0, { key: 'b', name: 'call', number: 3, owner: 'o' })).toBe('o');
  });

  test('a number below the highest that was claimed is nobody’s', async () => {
    await using world = await begin(openSlots);
    const claim = (number: number, owner: string) =>
      world.store.slots.claim(0, { key: 'a', name: 'call', number, owner });
    expect(await claim(3, 'one')).toBe('one');
    expect(await claim(12, 'two')).toBe('two');
    expect(await claim(3, 'one')).toBe(null);
    expect(await claim(4, 'three')).toBe(null);
    expect(await claim(12, 'one')).toBe('two');
  });

  test('a claim outlives what is folded beside it, and not the slot', async () => {
    await using world = await begin(openSlots);
    const { slots } = world.store;
    const claim = (owner: string) => slots.claim(0, { key: 'a', name: 'call', number: 3, owner });
    await claim('one');
    world.log.append(add('a'), push('a', 1));
    await world.reader.toEnd();
    expect(await claim('two')).toBe('one');
    const head = await slots.head(0);
    await slots.empty(0, head, { ...head, offset: 0, epoch: 'anew', events: [], retell: [] });
    expect(await claim('two')).toBe('two');
  });

  test('deadlines are handed out once the partition has been read to its end, until a record removes them', async () => {
    await using world = await begin(openSlots);
    const handed: string[][] = [];
    const reader = await world.another({
      now: () => 100,
      overdue(deadlines) {
        handed.push(deadlines.map(({ id }) => id));
        return [];
      },
    });
    world.log.append(deadline('a', 'x', 50), add('a'));
    await reader.step(1);
    await reader.tick();
    expect(handed).toEqual([]);

    await reader.step(1);
    await reader.tick();
    await reader.tick();
    world.log.append(noDeadline('a'));
    await reader.toEnd();
    await reader.tick();
    expect(handed).toEqual([['x'], ['x'], []]);
  });

  test('partitions have nothing in common', async () => {
    await using world = await begin(openSlots);
    world.log.append(add('a'), push('a', 1), deadline('a', 'x', 1));
    await world.reader.toEnd();
    const { slots } = world.store;
    expect(await slots.head(1)).toMatchObject({ offset: -1 });
    expect(await slots.state(1, 'a')).toBe(null);
    expect(await slots.due(1, 9, 9)).toMatchObject({ deadlines: [] });
    const mark = { offset: 0, writer: 'w', epoch: 'e' };
    expect(await slots.empty(1, await slots.head(1), { ...mark, events: [], retell: [] })).toBe(true);
    expect(await slots.state(0, 'a')).toMatchObject({ n: 3 });
  });
}
