import { expect, test } from 'vitest';
import { after, before } from './around.ts';
import { begin } from './begin.ts';
import { add, open } from './facts.ts';
import type { OpenSlots } from './open.ts';

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

  test('it is said within a tick if nothing more comes', async () => {
    await using world = await begin(openSlots);
    world.log.append(add('a'), open('b'));
    await world.reader.fold();

    const next = await world.another();
    await next.tick();
    await next.tick();
    expect(world.log.saidIds()).toEqual(['a add 1', 'b open 1']);
  });

  test('it is not lost when it can not be said at once', async () => {
    await using world = await begin(openSlots);
    world.log.append(add('a'));
    await world.reader.fold();

    let away = true;
    const say: typeof world.log.say = (events) => (away ? Promise.reject(new Error('away')) : world.log.say(events));
    const next = await world.another({ say });
    await expect(next.tick()).rejects.toThrow('away');
    world.log.append(add('a'));
    await expect(next.step()).rejects.toThrow('away');
    expect(await world.store.slots.head(0)).toMatchObject({ offset: 1 });
    away = false;
    await next.toEnd();
    expect(world.log.saidIds()).toEqual(['a add 1', 'a add 2']);
  });

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
