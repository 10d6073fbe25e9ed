import { expect, test } from 'vitest';
import { createProjection } from '../log-projection.ts';
import { add, look, open, push, put, rules, take } from './facts.ts';
import { TestLog, TestReader } from './log.ts';
import type { OpenSlots } from './open.ts';

export function stepSuite(openSlots: OpenSlots): void {
  test('each record of a batch sees what those before it left', async () => {
    await using store = await openSlots();
    const { log, reader } = await begin(store);
    log.append(add('a'), push('a', 'x'), push('a', 'y'), take('a', 1), put('a', 'i'), look('a', 'i'), look('a', 'j'));
    log.append(take('a', 2), push('a', 'z'));
    await reader.toEnd();

    const state = await store.slots.state(0, 'a');
    expect(state).toEqual({ n: 9, seen: [['x'], 4, null, ['y']] });
    expect((await store.slots.range(0, { key: 'a', list: 'queue', from: 0, limit: 10 })).rows).toEqual(['z']);
    expect(await store.slots.head(0)).toMatchObject({ offset: 9, events: [{ id: 'a add 1' }], retell: [] });
    expect(log.saidIds()).toEqual(['a add 1']);
  });

  test('events that the state can tell again are stored by their key alone', async () => {
    await using store = await openSlots();
    const { log, reader } = await begin(store);
    log.append(open('a'), open('b'), add('a'));
    await reader.toEnd();

    expect(await store.slots.head(0)).toMatchObject({ events: [{ id: 'a add 2' }], retell: ['a', 'b'] });
    expect(log.saidIds()).toEqual(['a add 2', 'a open 2', 'b open 1']);
  });
}

async function begin({ slots }: Awaited<ReturnType<OpenSlots>>) {
  const log = new TestLog();
  const reader = await new TestReader(log, createProjection({ slots, rules, say: log.say })).assign();
  return { log, reader };
}
