import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { begin } from './begin.ts';
import { add, type Fact, forget, push, take } from './facts.ts';
import type { OpenSlots } from './open.ts';

const lane = { list: 'queue', ahead: 'seen', behind: 'told', limit: 10 };

/** What lies beside the states and is asked of many keys at once. */
export function marksSuite(openSlots: OpenSlots): void {
  const having = async (...facts: readonly Fact[]) => {
    const world = await begin(openSlots);
    world.log.append(...facts);
    await world.reader.toEnd();
    const { slots } = world.store;
    const advance = async (key: string, value: number, more: { from?: number; limit?: number } = {}) => {
      const { from = 0, limit = lane.limit } = more;
      return (await slots.advance(0, { ...lane, limit }, [{ key, value, from }])).advanced[0];
    };
    const raiseAll = async (...marks: readonly (readonly [key: string, value: number])[]) => {
      const { epoch } = await slots.head(0);
      const named = marks.map(([key, value]) => ({ key, name: 'told', value }));
      return slots.raiseAll(0, epoch, named);
    };
    return { slots, advance, raiseAll, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
  };
  const rows = (key: string, count: number) => Array.from({ length: count }, (_, i) => push(key, `${key}${i}`));

  test('many keys advance in one call, each to what was given, and rows lie between the two numbers', async () => {
    await using world = await having(...rows('a', 4), ...rows('b', 2), add('c'));
    expect(await world.raiseAll(['a', 1])).toBe(true);
    const keys = [
      { key: 'a', value: 2, from: 0 },
      { key: 'nobody', value: 1, from: 0 },
      { key: 'c', value: 1, from: 0 },
      { key: 'b', value: 1, from: 0 },
    ];
    const { epoch, advanced } = await world.slots.advance(0, lane, keys);
    expect(epoch).toBe((await world.slots.head(0)).epoch);
    expect(advanced).toEqual([
      { state: { n: 4, seen: [] }, reached: 2, first: 1, rows: ['a1', 'a2'] },
      { state: null, reached: 0, first: 0, rows: [] },
      { state: { n: 1, seen: [] }, reached: 0, first: 0, rows: [] },
      { state: { n: 2, seen: [] }, reached: 1, first: 0, rows: ['b0', 'b1'] },
    ]);
    expect(await world.slots.advance(0, lane, [])).toEqual({ epoch, advanced: [] });
  });

  test('nobody advances beyond the rows there are, nor back', async () => {
    await using world = await having(...rows('a', 3));
    expect(await world.advance('a', 2)).toMatchObject({ reached: 2, rows: ['a0', 'a1', 'a2'] });
    expect(await world.advance('a', 1)).toMatchObject({ reached: 2, rows: ['a0', 'a1', 'a2'] });
    expect(await world.advance('a', 99)).toMatchObject({ reached: 3, rows: ['a0', 'a1', 'a2'] });
    expect(await world.slots.raise(0, { key: 'a', name: 'seen', value: 0 })).toBe(3);
  });

  test('more rows than the limit come one call after the other', async () => {
    await using world = await having(...rows('a', 5));
    expect(await world.advance('a', 5, { limit: 2 })).toMatchObject({ reached: 5, first: 0, rows: ['a0', 'a1'] });
    expect(await world.advance('a', 0, { limit: 2, from: 3 })).toMatchObject({ first: 3, rows: ['a3', 'a4'] });
    expect(await world.advance('a', 0, { from: 5 })).toMatchObject({ reached: 5, first: 5, rows: [] });
  });

  test('numbers are raised together, and none of them goes back', async () => {
    await using world = await having(...rows('a', 3), ...rows('b', 3));
    await world.raiseAll(['a', 2], ['b', 1]);
    await world.raiseAll(['a', 1], ['b', 3]);
    const told = (key: string) => world.slots.raise(0, { key, name: 'told', value: 0 });
    expect([await told('a'), await told('b')]).toEqual([2, 3]);
    expect(await world.advance('b', 3)).toMatchObject({ reached: 3, rows: [] });
  });

  test('in another epoch nothing is raised, and what was forgotten begins at 0', async () => {
    await using world = await having(...rows('a', 3), ...rows('b', 3));
    await world.advance('a', 3);
    expect(await world.slots.raiseAll(0, 'another', [{ key: 'a', name: 'told', value: 2 }])).toBe(false);
    expect(await world.slots.raise(0, { key: 'a', name: 'told', value: 0 })).toBe(0);

    await using other = await having(...rows('a', 3), forget('a'), ...rows('a', 1));
    expect(await other.advance('a', 3)).toMatchObject({ reached: 1, first: 0, rows: ['a0'] });
  });

  test('whatever was raised, dropped and asked for: the rows are those between, and one more', async () => {
    const property = fc.asyncProperty(
      fc.record({ pushed: fc.nat(8), dropped: fc.nat(8), told: fc.nat(8), value: fc.nat(10), from: fc.nat(8) }),
      fc.integer({ min: 1, max: 9 }),
      async ({ pushed, dropped, told, value, from }, limit) => {
        await using world = await having(...rows('a', pushed), ...(dropped > 0 ? [take('a', dropped)] : []));
        await world.raiseAll(['a', told]);
        const answer = await world.advance('a', value, { from, limit });
        const reached = Math.min(value, pushed);
        const first = Math.max(told, from, Math.min(dropped, pushed));
        const between = Array.from({ length: pushed }, (_, i) => `a${i}`).slice(first, reached + 1);
        expect(answer?.reached).toBe(reached);
        expect(answer?.rows).toEqual(first < reached ? between.slice(0, limit) : []);
        if (answer && answer.rows.length > 0) expect(answer.first).toBe(first);
      },
    );
    await fc.assert(property, { numRuns: 30 });
  });
}
