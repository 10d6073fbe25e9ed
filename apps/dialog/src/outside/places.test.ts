import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Places } from './places.ts';

const { signal } = new AbortController();

/** Work that goes on until it is told to end. */
function works(places: Places) {
  const inside: { name: string; end: () => void }[] = [];
  const order: string[] = [];
  const start = (name: string, id = name) =>
    places.run(name, signal, async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      order.push(id);
      const one = { name, end: resolve };
      inside.push(one);
      await promise;
      inside.splice(inside.indexOf(one), 1);
    });
  return { inside, order, start };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('of one group only so many are in', async () => {
  const { inside, order, start } = works(new Places({ all: 10, group: 2 }));
  const all = ['a1', 'a2', 'a3', 'a4'].map((id) => start('a', id));
  const other = start('b');
  await settled();
  expect(order).toEqual(['a1', 'a2', 'b']);
  while (inside.length > 0) {
    inside[0]?.end();
    await settled();
  }
  await Promise.all([...all, other]);
  expect(order).toEqual(['a1', 'a2', 'b', 'a3', 'a4']);
});

test('who waits is let in group after group', async () => {
  const { inside, order, start } = works(new Places({ all: 1, group: 1 }));
  const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'].map((id) => start(id.slice(0, 1), id));
  for (let i = 0; i < all.length; i++) {
    await settled();
    inside[0]?.end();
  }
  await Promise.all(all);
  expect(order).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
});

test('who gave up waiting takes no place', async () => {
  const places = new Places({ all: 1, group: 1 });
  const { inside, order, start } = works(places);
  const first = start('a');
  const giving = new AbortController();
  const waiting = places.run('a', giving.signal, async () => expect.fail('it had given up'));
  giving.abort(new Error('given up'));
  await expect(waiting).rejects.toThrow('given up');
  const last = start('a', 'last');
  await settled();
  inside[0]?.end();
  await settled();
  inside[0]?.end();
  await Promise.all([first, last]);
  expect(order).toEqual(['a', 'last']);
});

test('a place is given back when the work fails', async () => {
  const places = new Places({ all: 1, group: 1 });
  await expect(places.run('a', signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await places.run('a', signal, async () => 'in')).toBe('in');
});

test('whatever comes and goes, nobody is forgotten and no bound is passed', async () => {
  const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      names,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 3 }),
      async (names, all, group) => {
        const { inside, order, start } = works(new Places({ all, group }));
        const running = names.map((name) => start(name));
        for (;;) {
          await settled();
          expect(inside.length).toBeLessThanOrEqual(all);
          for (const some of Map.groupBy(inside, ({ name }) => name).values())
            expect(some.length).toBeLessThanOrEqual(group);
          if (inside.length === 0) break;
          inside[Math.floor(inside.length / 2)]?.end();
        }
        await Promise.all(running);
        expect(order).toHaveLength(names.length);
      },
    ),
    { numRuns: 50 },
  );
});
