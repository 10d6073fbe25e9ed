import { Bot, BotVersion } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import { beforeEach, describe, expect, test } from 'vitest';
import { dialog, text } from './bot.fixture.ts';
import { Versions } from './versions.ts';

const record = (version: number, more: Partial<Received> = {}): Received => {
  const bot = Bot.parse({ id: 'b', name: `B${version}`, dialogs: [dialog('hi', text('hello'))] });
  const event = BotVersion({ botId: 'b', version, bot }, { time: 0 });
  const raw = { key: event.key, headers: {}, value: Buffer.from('{}') };
  return { partition: 0, offset: 0, envelope: event, event, raw, ...more } as Received;
};
const tombstone = (version: number): Received => {
  const { raw, ...rest } = record(version);
  return { ...rest, raw: { ...raw, value: Buffer.alloc(0) }, event: undefined, problem: 'empty' };
};

let reports: string[];
let versions: Versions;
beforeEach(() => {
  reports = [];
  versions = new Versions((what, { version }) => reports.push(`${what}: ${version}`));
});
/** What a promise has come to by now. */
const now = <Value>(promise: Promise<Value>) => Promise.race([promise, Promise.resolve('waits')]);

test('a version that is there is there at once, compiled once', async () => {
  versions.hear(record(1));
  const bot = await versions.of('b', 1);
  expect(bot).toMatchObject({ version: 1, bot: { name: 'B1' } });
  expect(await versions.of('b', 1)).toBe(bot);
});

test('a turn waits for a version that has not come, and it is reported once', async () => {
  versions.hear(record(1));
  versions.started();
  const turns = [versions.of('b', 2), versions.of('b', 2)];
  expect(await now(Promise.race(turns))).toBe('waits');
  versions.hear(record(3));
  versions.hear(record(2));
  expect((await Promise.all(turns)).map(({ version }) => version)).toEqual([2, 2]);
  expect(reports).toEqual(['turns wait for a version of a bot: 2']);
});

test('a turn waits for a bot that nobody has told of', async () => {
  versions.started();
  const turn = versions.of('b', 1);
  expect(await now(turn)).toBe('waits');
  versions.hear(record(1));
  expect(await turn).toMatchObject({ version: 1 });
});

test('in place of a version that was taken away, the newest', async () => {
  for (const version of [1, 2, 3]) versions.hear(record(version));
  versions.started();
  versions.hear(tombstone(1));
  expect(await versions.of('b', 1)).toMatchObject({ version: 3 });
});

test('which one is the newest is known when all has been read, not before', async () => {
  versions.hear(record(2));
  versions.hear(tombstone(1));
  const turn = versions.of('b', 1);
  expect(await now(turn)).toBe('waits');
  versions.hear(record(3));
  versions.started();
  expect(await turn).toMatchObject({ version: 3 });
});

test('a version that was forgotten long ago is known to be gone when all has been read, not before', async () => {
  versions.hear(record(5));
  const turn = versions.of('b', 2);
  expect(await now(turn)).toBe('waits');
  expect(versions.waitsFor()).toHaveLength(1);
  versions.started();
  expect(await turn).toMatchObject({ version: 5 });
  expect(versions.waitsFor()).toEqual([]);
});

describe('a version that can not be read', () => {
  const unreadable = { ...record(1), event: undefined, problem: 'not a bot.version' };

  test('is reported, and told of while turns wait for it', async () => {
    versions.started();
    versions.hear(unreadable);
    expect(reports).toEqual(['a version of a bot can not be read: 1']);
    expect(versions.waitsFor()).toEqual([]);
    expect(await now(versions.of('b', 1))).toBe('waits');
    expect(versions.waitsFor()).toEqual([
      "turns wait for the version b:1 of a bot, which can't be read: not a bot.version",
    ]);
  });

  test('keeps nobody waiting once there is a newer one', async () => {
    versions.started();
    versions.hear(unreadable);
    const turn = versions.of('b', 1);
    versions.hear(record(2));
    expect(await turn).toMatchObject({ version: 2 });
    expect(versions.waitsFor()).toEqual([]);
  });

  test('is waited for where only older ones can', async () => {
    versions.started();
    versions.hear(record(1));
    versions.hear({ ...record(2), event: undefined, problem: 'not a bot.version' });
    expect(await now(versions.of('b', 2))).toBe('waits');
  });
});

test('when the service stops, turns stop waiting and come again elsewhere', async () => {
  const turn = versions.of('b', 1);
  versions.close();
  await expect(turn).rejects.toThrow('version 1 of b has not come');
});
