import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { batches, eventually, listen, noteOf, numbers } from './ear.ts';
import { house, type Setting } from './house.ts';

export function restartTests(setting: Setting): void {
  test('what a process had in hand when it was killed comes again, and nothing is left out', async () => {
    const at = await house(setting);
    const first = at.open();
    const events = Array.from({ length: 40 }, (_, n) => at.note('a', n, n === 25 ? 'hang' : undefined));
    for (const event of events) await first.publish([event]);
    await first.close();

    const child = at.child('read');
    await eventually(() => expect(child.told).toContain(25));
    await child.kill();

    const second = at.open();
    const { heard, reader } = batches();
    second.consume({ group: 'group', topic: at.topic, reader });
    await eventually(() => expect(numbers(heard).at(-1)).toBe(39));
    expect(numbers(heard)).toContain(25);
    const finished = child.told.filter((n) => n < 25);
    expect(new Set([...finished, ...numbers(heard)]).size).toBe(40);
  });

  test('what was handled is acknowledged while it runs, not only when it is closed', { tags: 'long' }, async () => {
    const at = await house(setting);
    const first = at.open();
    await first.publish([0, 1, 2].map((n) => at.note('a', n)));
    await first.close();

    const child = at.child('read');
    await eventually(() => expect(child.told).toEqual([0, 1, 2]));
    // Nobody tells when it has acknowledged. It does so four times in this time.
    await pause(1_000);
    await child.kill();

    const second = at.open();
    const { heard, reader } = batches();
    second.consume({ group: 'group', topic: at.topic, reader });
    await second.publish([at.note('a', 3)]);
    await eventually(() => expect(numbers(heard)).toEqual([3]));
  });

  test('what was accepted is there after a kill -9, in order', async () => {
    const at = await house(setting);
    const child = at.child('say');
    await eventually(() => expect(child.told.length).toBeGreaterThan(300));
    await child.kill();

    const broker = at.open();
    const heard = await listen(broker, at.topic);
    expect(numbers(heard)).toEqual(expect.arrayContaining(child.told));
    for (const key of ['key-0', 'key-1', 'key-2']) {
      const ofKey = heard.filter((record) => noteOf(record).key === key).map((record) => noteOf(record).n);
      expect(ofKey).toEqual(ofKey.toSorted((a, b) => a - b));
    }
    await broker.publish([at.note('a', -1)]);
    await eventually(() => expect(numbers(heard)).toContain(-1));
  });
}
