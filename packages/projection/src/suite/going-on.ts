import { expect, test } from 'vitest';
import { createProjection } from '../log-projection.ts';
import { after, before } from './around.ts';
import { begin } from './begin.ts';
import { add, open, rules } from './facts.ts';
import { TestReader } from './log.ts';
import type { OpenSlots } from './open.ts';

const cannot = () => Promise.reject(new Error('away'));

/** Design: "Going on". */
export function goingOnSuite(openSlots: OpenSlots): void {
  test('what was stored but not said is said by the next owner before it writes', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(add('a'), open('b'));
    await reader.fold();

    log.append(add('a'));
    const atWrite: string[][] = [];
    const next = await world.another({ slots: before(store.slots, 'write', () => void atWrite.push(log.saidIds())) });
    await next.toEnd();
    expect(atWrite).toEqual([['a add 1', 'b open 1']]);
    expect(log.saidIds()).toEqual(['a add 1', 'b open 1', 'a add 2']);
  });

  test('what an owner knows is worth nothing where somebody else has gone on', async () => {
    await using world = await begin(openSlots);
    const { log, reader } = world;
    log.append(add('a'));
    await reader.step();
    const other = await world.another();
    log.append(add('a'));
    await other.step();
    log.append(add('b'), add('a'));
    await reader.step();
    expect(await world.dump('a', 'b')).toMatchObject([{ state: { n: 3 } }, { state: { n: 1 } }]);
    expect(log.saidIds()).toEqual(['a add 1', 'a add 2', 'a add 2', 'b add 1', 'a add 3']);
  });

  test('it is said before the next owner begins, for that one may acknowledge it', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    const other = await world.another();
    log.append(add('a'), open('b'));
    await other.fold();

    const projection = createProjection({ slots: store.slots, rules, say: cannot });
    await expect(new TestReader(log, projection).assign()).rejects.toThrow('away');
    await reader.assign();
    expect([reader.position, log.saidIds()]).toEqual([2, ['a add 1', 'b open 1']]);
  });

  test.each(['fold', 'tick'] as const)(
    'what an owner overtook or lost itself is said by %s, however often it fails',
    async (way) => {
      await using world = await begin(openSlots);
      const { log, store } = world;
      let away = true;
      const fails = () => {
        if (away) throw new Error('away');
      };
      const say: typeof log.say = async (events) => {
        fails();
        await log.say(events);
      };
      const reader = await world.another({ say, slots: after(store.slots, 'write', fails) });
      log.append(add('a'));
      await expect(reader.step()).rejects.toThrow('away');
      await expect(reader[way]()).rejects.toThrow('away');
      away = false;
      await reader[way]();
      log.append(add('a'));
      await reader.toEnd();
      expect(log.saidIds()).toEqual(['a add 1', 'a add 2']);
    },
  );

  test('an owner that takes over what has been said and acknowledged says nothing', async () => {
    await using world = await begin(openSlots);
    world.log.append(add('a'), open('b'));
    await world.reader.toEnd();
    const next = await world.another();
    await next.tick();
    world.log.append(add('a'));
    await next.toEnd();
    expect(world.log.saidIds()).toEqual(['a add 1', 'b open 1', 'a add 2']);
  });

  test('a step whose answer was lost is recognised when it is tried again, and said', async () => {
    await using world = await begin(openSlots);
    const { log, store } = world;
    let lost = 0;
    const slots = after(store.slots, 'write', () => {
      if (lost++ === 0) throw new Error('lost');
    });
    const reader = await world.another({ slots });
    log.append(add('a'), open('b'));
    await expect(reader.step()).rejects.toThrow('lost');
    await reader.toEnd();
    expect(log.saidIds()).toEqual(['a add 1', 'b open 1']);
    expect(await store.slots.state(0, 'a')).toEqual({ n: 1, seen: [] });
  });

  test('of two owners the second finds what the first has folded, and goes on behind it', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    const second = await world.another();
    log.append(add('a'), add('a'), add('a'));
    await reader.fold(2);
    await second.toEnd();
    expect(await store.slots.state(0, 'a')).toEqual({ n: 3, seen: [] });
    expect(log.saidIds()).toEqual(['a add 1', 'a add 2', 'a add 3']);

    log.append(add('a'));
    await reader.toEnd();
    expect(await store.slots.state(0, 'a')).toEqual({ n: 4, seen: [] });
    expect(new Set(log.saidIds()).size).toBe(4);
  });

  test('an owner overtaken between reading and writing reads again', async () => {
    await using world = await begin(openSlots);
    const { log, reader, store } = world;
    log.append(add('a'), add('a'), add('a'));
    let overtaken = false;
    const slots = before(store.slots, 'write', async () => {
      if (overtaken) return;
      overtaken = true;
      await reader.fold(1);
    });
    const slow = await world.another({ slots });
    await slow.toEnd();
    expect(await store.slots.state(0, 'a')).toEqual({ n: 3, seen: [] });
    expect(log.saidIds()).toEqual(['a add 1', 'a add 2', 'a add 3']);
  });

  test('while the store is away nothing is folded, and nothing lost', async () => {
    await using world = await begin(openSlots);
    let away = true;
    const down = () => {
      if (away) throw new Error('away');
    };
    const reader = await world.another({ slots: before(before(world.store.slots, 'write', down), 'due', down) });
    world.log.append(add('a'));
    await expect(reader.step()).rejects.toThrow('away');
    await expect(reader.tick()).rejects.toThrow('away');
    away = false;
    await reader.toEnd();
    expect(world.log.saidIds()).toEqual(['a add 1']);
  });
}
