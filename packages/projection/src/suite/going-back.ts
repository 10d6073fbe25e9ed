import { expect, test } from 'vitest';
import { createProjection } from '../log-projection.ts';
import { before } from './around.ts';
import { begin } from './begin.ts';
import { add, deadline, look, open, push, put, rules } from './facts.ts';
import { TestReader } from './log.ts';
import type { OpenSlots } from './open.ts';

/** Design: "Going back". */
export function goingBackSuite(openSlots: OpenSlots): void {
  test('an older copy restored while nobody runs: folded again silently as far as it was acknowledged', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(add('a'), push('a', 1));
    await reader.toEnd();
    await store.snapshot();
    log.append(add('a'), open('b'), push('a', 2));
    await reader.toEnd();
    log.append(add('a'), open('b'));
    await reader.fold();
    await store.restore();
    log.said.length = 0;

    const next = await world.another();
    expect(next.position).toBe(2);
    await next.toEnd();
    expect(log.saidIds()).toEqual(['a add 5', 'b open 2']);
    expect(await world.dump('a', 'b')).toMatchObject([{ state: { n: 5 }, rows: [1, 2] }, { state: { n: 2 } }]);
  });

  test('a batch that crosses what was acknowledged is silent only below it', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(add('a'), add('a'));
    await reader.toEnd();
    log.append(add('a'));
    await store.restore();
    log.said.length = 0;

    await (await world.another()).toEnd();
    expect(log.saidIds()).toEqual(['a add 3']);
    expect(await store.slots.head(0)).toMatchObject({ offset: 3, events: [{ id: 'a add 3' }] });
  });

  test('what the log has lost before a running owner read it is noticed, also where the owner has left the slot itself', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(add('a'), add('b'));
    await reader.toEnd();
    log.append(add('a'), add('a'), add('a'));
    log.records = log.records.slice(4);
    log.start = 4;
    await reader.step();
    await reader.toEnd();
    expect(await store.slots.head(0)).toMatchObject({ offset: 5 });
    expect(await world.dump('a', 'b')).toMatchObject([{ state: { n: 1 } }, { state: null }]);
  });

  test.each(['fold', 'tick'] as const)('an older copy restored under a running owner is noticed by %s', async (way) => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(add('a'), push('a', 1));
    await reader.toEnd();
    await store.snapshot();
    log.append(add('a'), push('a', 2), put('a', 'x'), deadline('a', 'y', 5));
    await reader.toEnd();
    await store.restore();

    if (way === 'tick') await reader.tick();
    else log.append(add('b'));
    if (way === 'fold') await reader.step();
    expect(reader.position).toBe(2);
    expect(log.committed).toBe(6);
    await reader.toEnd();
    log.append(look('a', 'x'));
    await reader.toEnd();
    expect(await world.dump('a')).toMatchObject([
      { state: { n: 7, seen: [4] }, rows: [1, 2], deadlines: [{ id: 'y' }] },
    ]);
    expect(log.saidIds()).toEqual(['a add 1', 'a add 3', ...(way === 'fold' ? ['b add 1'] : [])]);
  });

  test.each(['fold', 'tick'] as const)(
    'a store that lost everything under a running owner is noticed by %s',
    async (way) => {
      await using world = await begin(openSlots);
      const { log, reader, store } = world;
      log.append(add('a'), push('a', 1));
      await reader.toEnd();
      await store.restore();

      if (way === 'tick') await reader.tick();
      else log.append(add('a'));
      await reader.toEnd();
      expect(await world.dump('a')).toMatchObject([{ state: { n: way === 'fold' ? 3 : 2 }, rows: [1] }]);
      expect(log.saidIds()).toEqual(['a add 1', ...(way === 'fold' ? ['a add 3'] : [])]);
    },
  );

  test('of two owners that find the store empty the slower one gives nothing up', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    let overtaken = true;
    const slots = before(store.slots, 'empty', async () => {
      if (overtaken) return;
      overtaken = true;
      await reader.tick();
    });
    const slow = await world.another({ slots });
    await store.restore();
    overtaken = false;
    log.append(add('a'));
    await slow.toEnd();
    expect(await store.slots.state(0, 'a')).toEqual({ n: 1, seen: [] });
    expect(log.saidIds()).toEqual(['a add 1']);
  });

  test('a log that begins after the position: the slot is emptied, and begins in a new epoch', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(add('a'), push('a', 1), deadline('a', 'x', 1), put('a', 'i'), add('gone'));
    await reader.toEnd();
    const { epoch } = await store.slots.head(0);
    await store.slots.raise(0, { key: 'a', name: 'read', value: 7 });
    log.append(add('a'), add('a'), add('a'));
    log.start = 7;
    log.records = log.records.slice(7);

    const next = await world.another();
    expect(next.position).toBe(7);
    expect(await store.slots.head(0)).toMatchObject({ offset: 7 });
    await next.toEnd();
    log.append(look('a', 'i'));
    await next.toEnd();
    expect(await world.dump('a', 'gone')).toMatchObject([
      { state: { n: 2, seen: [null] }, rows: [], deadlines: [] },
      { state: null },
    ]);
    expect((await store.slots.head(0)).epoch).not.toBe(epoch);
    expect(await store.slots.raise(0, { key: 'a', name: 'read', value: 1 })).toBe(0);
  });

  test('a log that ends before the position is refused until the position is inside it', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(add('a'), add('a'), add('a'));
    await reader.toEnd();
    const lost = log.records.splice(1);

    const projection = createProjection({ slots: store.slots, rules, say: log.say });
    const next = await new TestReader(log, projection).assign();
    expect(next.position).toBe(1);
    expect(projection.waitsFor()).toEqual([expect.stringContaining('test.log/0 ends at 1, before 3')]);
    log.append(add('b'));
    await expect(next.step()).rejects.toThrow('ends at 2');
    expect(await next.tick()).toEqual([]);
    expect(await store.slots.state(0, 'b')).toBe(null);

    log.records.splice(1, 1, ...lost);
    await next.tick();
    expect([projection.waitsFor(), next.position]).toEqual([[], 3]);
    log.append(add('a'));
    await next.toEnd();
    expect(await store.slots.state(0, 'a')).toEqual({ n: 4, seen: [] });
  });

  test('a log that is cut under a running owner is noticed by tick', async () => {
    await using world = await begin(openSlots);
    const { log, store } = world;
    const projection = createProjection({ slots: store.slots, rules, say: log.say });
    const reader = await new TestReader(log, projection).assign();
    log.append(add('a'), add('a'), add('a'));
    await reader.toEnd();
    log.records.splice(1);
    await reader.tick();
    expect(projection.waitsFor()).toHaveLength(1);
  });

  test('a gap in the log is no rollback', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(add('a'), add('a'), add('a'), add('a'));
    log.records.splice(1, 2);
    await reader.toEnd(1);
    expect(await store.slots.state(0, 'a')).toEqual({ n: 2, seen: [] });
    expect(log.saidIds()).toEqual(['a add 1', 'a add 2']);
  });
}
