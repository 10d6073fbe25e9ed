import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { defineTopic, type Event } from '@backchannel/contracts';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Log } from './sqlite/log.ts';
import { retain } from './sqlite/retention.ts';
import { SqliteBroker, type SqliteBrokerOptions } from './sqlite-broker.ts';
import { ascending, batches, eventually, listen, numbers } from './suite/ear.ts';
import { notes } from './suite/note.ts';
import { brokerSuite } from './suite.ts';
import { write } from './wire.ts';

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'backchannel-broker-'));
  return { path, remove: async () => rmSync(path, { recursive: true }) };
}
function open(options: SqliteBrokerOptions) {
  const broker = new SqliteBroker(options);
  onTestFinished(() => broker.close());
  return broker;
}
const { topic, note, gone } = notes('log');

brokerSuite('SqliteBroker', {
  async place() {
    const { path, remove } = folder();
    const how = { path: join(path, 'log.db'), partitions: 2 };
    return { how, open: () => new SqliteBroker(how), create: async () => undefined, dispose: remove };
  },
});

test('in memory it works the same', async () => {
  const broker = open({ path: ':memory:' });
  const { heard, reader } = batches();
  broker.consume({ group: 'group', topic, reader });
  await broker.publish([note('a', 1)]);
  await eventually(() => expect(numbers(heard)).toEqual([1]));
  expect(await broker.partitions()).toBe(8);
});

test('a second process on the same file gets one clear sentence, and none once the first is dead', async () => {
  const { path, remove } = folder();
  onTestFinished(remove);
  const file = join(path, 'log.db');
  const script = `import { SqliteBroker } from ${JSON.stringify(new URL('sqlite-broker.ts', import.meta.url).href)};
    new SqliteBroker({ path: ${JSON.stringify(file)} });
    console.log('open');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  expect(() => new SqliteBroker({ path: file })).toThrow(`${file} is in use by another process.`);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  await new SqliteBroker({ path: file }).close();
});

test('a place that can not be written gets one clear sentence', () => {
  const { path, remove } = folder();
  onTestFinished(remove);
  const file = join(path, 'file');
  writeFileSync(file, 'not a folder, and not a database');
  expect(() => new SqliteBroker({ path: join(file, 'log.db') })).toThrow(/^.*log\.db can't be opened for writing: .*$/);
  expect(() => new SqliteBroker({ path: file })).toThrow(
    `${file} can't be opened for writing: file is not a database.`,
  );
});

test('the number of partitions is for the life of the file', async () => {
  const { path, remove } = folder();
  onTestFinished(remove);
  const file = join(path, 'log.db');
  const broker = new SqliteBroker({ path: file, partitions: 4 });
  await broker.publish([note('a', 1)]);
  await broker.close();
  expect(() => new SqliteBroker({ path: file, partitions: 8 })).toThrow(
    /made with 4 partitions and can't be opened with 8/,
  );
});

test('a group reads a topic once', () => {
  const broker = open({ path: ':memory:' });
  const { reader } = batches();
  broker.consume({ group: 'group', topic, reader });
  expect(() => broker.consume({ group: 'group', topic, reader })).toThrow('group already reads log');
});

test('what has been kept long enough goes, and offsets go on counting', () => {
  const log = new Log(':memory:', 1);
  const [slot] = log.slots('log');
  if (!slot) throw new Error('no slot');
  const append = (n: number, at: number) => log.append([{ slot, raw: write(note('a', n)) }], at);
  [0, 1, 2].forEach((n) => append(n, 1_000 * n));
  const topics = new Map([['log', { ...topic, retentionMs: 1_500 }]]);
  retain(log, topics, 2_600);
  expect([slot.start, slot.end]).toEqual([2, 3]);
  retain(log, topics, 9_000);
  expect(log.read(slot, 0, 10)).toEqual([]);
  append(3, 9_500);
  expect(log.read(slot, 0, 10).map(({ offset }) => offset)).toEqual([3]);
  log.close();
});

test('of a compacted topic the newest of each key stays, and a follower from the start gets it', async () => {
  const { path, remove } = folder();
  onTestFinished(remove);
  const how = {
    path: join(path, 'log.db'),
    partitions: 2,
    topics: [defineTopic({ ...topic, compacted: true, retentionMs: 0 })],
  };
  const first = new SqliteBroker(how);
  await first.publish([note('a', 1), note('b', 2), note('a', 3), note('b', 4), note('a', 5)]);
  await first.close();
  const second = open(how);
  expect(numbers(await listen(second, topic)).toSorted(ascending)).toEqual([4, 5]);
});

test('of a compacted topic a tombstone goes when all who follow have heard it, unless it is the last record', async () => {
  const log = new Log(':memory:', 1);
  const [slot] = log.slots('log');
  if (!slot) throw new Error('no slot');
  const day = 24 * 3_600_000;
  const append = (event: Event, at: number) => log.append([{ slot, raw: write(event) }], at);
  [note('a', 1), note('b', 2), gone('a')].forEach((event) => append(event, 0));
  const kept = (now: number) => {
    retain(log, new Map([['log', { ...topic, compacted: true, retentionMs: 0 }]]), now);
    return log.read(slot, 0, 10).map(({ offset }) => offset);
  };
  expect(kept(day / 2)).toEqual([1, 2]);
  expect(kept(2 * day)).toEqual([1, 2]);
  append(note('c', 3), 2 * day);
  expect(kept(2 * day)).toEqual([1, 3]);
  log.close();
});

test('after a publish that failed the next one works, with the same offsets', () => {
  const log = new Log(':memory:', 1);
  const [slot] = log.slots('log');
  if (!slot) throw new Error('no slot');
  const good = { slot, raw: write(note('a', 1)) };
  const bad = { slot, raw: { ...good.raw, value: null as unknown as Buffer } };
  expect(() => log.append([good, bad], 0)).toThrow('NOT NULL');
  log.append([good], 0);
  expect(log.read(slot, 0, 10).map(({ offset }) => offset)).toEqual([0]);
  log.close();
});

test('while nothing happens nothing runs', { tags: 'long' }, async () => {
  const broker = open({ path: ':memory:', partitions: 2 });
  const { heard, reader } = batches();
  broker.consume({ group: 'group', topic, reader });
  await broker.publish([note('a', 1), note('b', 2)]);
  await eventually(() => expect(heard).toHaveLength(2));
  // Until the acknowledgement, which is due once, is behind us; then a while in which nobody may ask for a turn.
  await pause(400);
  const timers = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'setImmediate')];
  onTestFinished(() => void vi.restoreAllMocks());
  await pause(300);
  for (const timer of timers) expect(timer).not.toHaveBeenCalled();
});
