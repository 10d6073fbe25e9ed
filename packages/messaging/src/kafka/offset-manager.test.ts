import { describe, expect, test } from 'vitest';
import type { Consumer, Partition } from '../broker.ts';
import { batches, eventually, numbers } from '../suite/ear.ts';
import { asking, brokers, forget, missing, open, topicWith } from './real.fixture.ts';

describe.skipIf(missing)('on a real Kafka that no longer has the next record', () => {
  const all = Array.from({ length: 10 }, (_, n) => n);

  /** All is read and acknowledged, then the log loses its first half, and the reader goes back to the start that it knows. */
  async function lost(also: Pick<Consumer, 'assigned'>) {
    const { topic, note } = await topicWith(1);
    const { name } = topic;
    const committed = async () => {
      const asked = { groupId: `group.${name}`, topics: [name] };
      const [found] = await asking((admin) => admin.fetchOffsets(asked));
      return Number(found?.partitions[0]?.offset);
    };
    let isLost = false;
    const tick = async (partition: Partition) => {
      if (isLost) partition.goTo(0);
      isLost = false;
      return [];
    };
    const broker = open({ brokers, sessionTimeoutMs: 2_000 });
    const { reader, heard } = batches();
    await broker.publish(all.map((n) => note('a', n)));
    broker.consume({ group: 'group', topic, reader, tick, ...also });
    await eventually(() => expect(numbers(heard)).toEqual(all));
    await eventually(async () => expect(await committed()).toBe(10));
    await forget(name, 5);
    isLost = true;
    await eventually(() => expect(numbers(heard).slice(10)).toEqual([5, 6, 7, 8, 9]));
    return { committed, say: (n: number) => broker.publish([note('a', n)]) };
  }

  test('reading goes on at the start that the log has now, and what was acknowledged stays so', async () => {
    const { committed, say } = await lost({});
    expect(await committed()).toBe(10);
    await say(10);
    await eventually(async () => expect(await committed()).toBe(11));
  });

  test('who is asked where to begin is asked again, and told both', async () => {
    const told: Pick<Partition, 'start' | 'committed'>[] = [];
    const assigned = async ({ start, committed }: Partition) => {
      told.push({ start, committed });
      return start;
    };
    const { committed } = await lost({ assigned });
    expect(await committed()).toBe(10);
    expect(told).toEqual([
      { start: 0, committed: -1 },
      { start: 5, committed: 10 },
    ]);
  });
});
