import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineEvent, defineTopic, Json } from '@backchannel/contracts';
import { SqliteBroker } from '@backchannel/messaging';
import { expect, onTestFinished, test, vi } from 'vitest';
import { nowhere } from './head.ts';
import { createProjection } from './log-projection.ts';
import { sqliteSlots } from './sqlite-slots.ts';
import { rules, type State } from './suite/facts.ts';

const Fact = defineEvent({
  topic: 'test.log',
  type: 'fact',
  version: 1,
  schema: Json,
  headers: (data) => ({ id: randomUUID(), key: (data as { key: string }).key }),
});
const log = defineTopic({ name: 'test.log', events: [Fact], compacted: false, retentionMs: 1e9 });
const told = defineTopic({ name: 'test.told', events: [], compacted: false, retentionMs: 1e9 });
const KEYS = ['a', 'b', 'c', 'd', 'e'];

test('over a real broker: stopped, started again, started on an empty store', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'projection-'));
  const broker = new SqliteBroker({ path: join(folder, 'broker.db'), partitions: 2, topics: [log, told] });
  const say = (count: number) =>
    broker.publish(
      Array.from({ length: count }, (_, i) => Fact({ key: KEYS[i % KEYS.length] ?? '', do: 'add' }, { time: i })),
    );
  const run = (file: string) => {
    const slots = sqliteSlots(join(folder, file));
    const projection = createProjection({ slots, rules, say: (events) => broker.publish(events) });
    const stop = broker.consume({
      group: 'test',
      topic: log,
      reader: { kind: 'batch', handle: (records, partition) => projection.fold(records, partition) },
      assigned: (partition) => projection.assigned(partition),
      tick: (partition) => projection.tick(partition),
    });
    const folded = async () => {
      const states = KEYS.flatMap((key) => [0, 1].map((partition) => slots.state(partition, key)));
      return (await Promise.all(states)).reduce<number>((sum, state) => sum + ((state as State | null)?.n ?? 0), 0);
    };
    const stopAll = async () => {
      await stop();
      await slots.close();
    };
    return { folded, stop: stopAll };
  };
  const heard: string[] = [];
  await broker.follow({ topics: [told], from: 'start', hear: ({ envelope }) => void heard.push(envelope.id) });

  await say(300);
  const first = run('slots.db');
  await vi.waitFor(async () => expect(await first.folded()).toBe(300), 5000);
  await first.stop();

  await say(50);
  const second = run('slots.db');
  await vi.waitFor(async () => expect(await second.folded()).toBe(350), 5000);
  await second.stop();
  await vi.waitFor(() => expect(new Set(heard).size).toBe(350), 5000);
  const before = heard.length;

  const third = run('other.db');
  await say(50);
  await vi.waitFor(async () => expect(await third.folded()).toBe(400), 5000);
  await vi.waitFor(() => expect(new Set(heard).size).toBe(400), 5000);
  expect(heard.length - before).toBe(50);
  await third.stop();
  await broker.close();
  rmSync(folder, { recursive: true });
});

test('a store that is emptied under a running owner, when the log has lost its beginning: nothing is said again', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const brief = { ...log, retentionMs: 3_600_000 };
  const broker = new SqliteBroker({ path: ':memory:', partitions: 1, topics: [brief, told] });
  const slots = sqliteSlots(':memory:');
  onTestFinished(async () => {
    await broker.close();
    await slots.close();
  });
  const say = (count: number) =>
    broker.publish(Array.from({ length: count }, (_, time) => Fact({ key: 'a', do: 'add' }, { time })));
  const projection = createProjection({ slots, rules, say: (events) => broker.publish(events) });
  const heard: string[] = [];
  await broker.follow({ topics: [told], from: 'start', hear: ({ envelope }) => void heard.push(envelope.id) });
  broker.consume({
    group: 'test',
    topic: brief,
    reader: { kind: 'batch', handle: (records, partition) => projection.fold(records, partition) },
    assigned: (partition) => projection.assigned(partition),
    tick: (partition) => projection.tick(partition),
  });

  await say(3);
  await vi.waitFor(() => expect(heard).toHaveLength(3));
  vi.advanceTimersByTime(3_600_000);
  await say(2);
  await vi.waitFor(() => expect(heard).toHaveLength(5));
  await vi.waitFor(() => expect(broker.standings()).toMatchObject([{ lag: 0 }]));
  // It is acknowledged, and retention comes by every ten minutes.
  vi.advanceTimersByTime(600_000);

  await slots.empty(0, await slots.head(0), nowhere);
  vi.advanceTimersByTime(1_000);
  await vi.waitFor(async () => expect(await slots.state(0, 'a')).toMatchObject({ n: 2 }));
  await say(1);
  await vi.waitFor(() => expect(heard.at(-1)).toBe('a add 3'));
  expect(heard).toHaveLength(6);
});
