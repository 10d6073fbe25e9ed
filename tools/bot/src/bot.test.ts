import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BotFile, BotSettings, BotSettingsTopic, BotVersionTopic, type Event } from '@backchannel/contracts';
import { type Broker, SqliteBroker } from '@backchannel/messaging';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bot, usage } from './bot.ts';
import { publish } from './publish.ts';

const file = (more = {}) => ({
  id: 'lamp',
  name: 'Lamps',
  dialogs: [{ name: 'Hi', starter: { patterns: ['hi'] }, interactions: [{ name: 'hi', type: 'text', text: 'Hi.' }] }],
  ...more,
});

let broker: Broker;
let folder: string;
beforeEach(() => {
  broker = new SqliteBroker({ path: ':memory:' });
  folder = mkdtempSync(join(tmpdir(), 'bot-'));
});
afterEach(async () => {
  await broker.close();
  rmSync(folder, { recursive: true });
});

/** All that was said of bots, oldest first. */
async function told(): Promise<Event[]> {
  const events: Event[] = [];
  const hear = ({ event }: { event?: Event }) => void (event && events.push(event));
  await broker.follow({ topics: [BotVersionTopic, BotSettingsTopic], from: 'start', hear });
  return events;
}
const say = (more = {}) => publish(broker, [BotFile.parse(file(more))]);
const openBroker = () => {
  throw new Error('not to be opened');
};
const run = (...words: string[]) => bot(words, { openBroker });
function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('a new bot becomes version 1, and settings of revision 0 that name it', async () => {
  const published = { botId: 'lamp', version: 1, newVersion: true, newSettings: true, managed: false };
  expect(await say({ settings: { sessionMs: 5 } })).toEqual([published]);
  const events = await told();
  expect(events.find(({ type }) => type === 'bot.version')?.data).toMatchObject({ botId: 'lamp', version: 1 });
  expect(events.find(({ type }) => type === 'bot.settings')?.data).toMatchObject({
    revision: 0,
    version: 1,
    sessionMs: 5,
    digest: true,
  });
});

test('what is published again and has not changed is not said again', async () => {
  await say();
  expect(await say()).toMatchObject([{ version: 1, newVersion: false, newSettings: false }]);
  expect(await told()).toHaveLength(2);
});

test('a bot that has changed becomes the next version', async () => {
  await say();
  expect(await say({ name: 'Shades' })).toMatchObject([{ version: 2, newVersion: true, newSettings: true }]);
  expect(await say({ name: 'Shades' })).toMatchObject([{ version: 2, newVersion: false, newSettings: false }]);
});

test('settings alone can change', async () => {
  await say();
  expect(await say({ settings: { digest: false } })).toMatchObject([
    { version: 1, newVersion: false, newSettings: true },
  ]);
});

test('of a bot that control manages nothing is said, and the person is told', async () => {
  await broker.publish([BotSettings({ botId: 'lamp', revision: 4, version: 9 }, { time: 0 })]);
  expect(await say()).toEqual([{ botId: 'lamp', version: 9, newVersion: false, newSettings: false, managed: true }]);
  expect(await told()).toHaveLength(1);
  const path = write('lamp.json', file());
  const { lines, ok } = await bot(['publish', path], { openBroker: () => broker });
  expect({ lines, ok }).toEqual({
    lines: [expect.stringContaining('lamp: is managed by control, and stays')],
    ok: false,
  });
});

test('check tells what is wrong, where', async () => {
  const path = write('bad.json', file({ dialogs: [], 'a/b': 1 }));
  const { lines, ok } = await run('check', path);
  expect(ok).toBe(false);
  expect(lines).toEqual([
    expect.stringContaining(`${path} /dialogs: `),
    expect.stringContaining(`${path} /a~1b: there is no field of that name; there are: id, name`),
  ]);
});

test('check takes a folder, and finds the same bot in two files', async () => {
  write('a.json', file());
  write('b.json', file());
  write('notes.txt', 'not a bot');
  const twice = `${join(folder, 'b.json')} /id: the bot "lamp" is in ${join(folder, 'a.json')} already`;
  expect(await run('check', folder)).toEqual({ lines: [twice], ok: false });
});

test('a file that is not JSON, one that is not there, a folder without bots', async () => {
  expect((await run('check', write('a.json', '{'))).lines).toEqual([expect.stringMatching(/a\.json \/: .*JSON/)]);
  expect((await run('publish', join(folder, 'none.json'))).lines).toEqual([expect.stringContaining('can not be read')]);
  rmSync(join(folder, 'a.json'));
  expect((await run('check', folder)).ok).toBe(false);
});

test('nothing of a folder with a problem in it is published', async () => {
  write('a.json', file());
  write('b.json', file({ id: 'other', dialogs: [] }));
  expect((await run('publish', folder)).ok).toBe(false);
});

test('without a command that exists, how to use it', async () => {
  expect(await run()).toBe(usage);
  expect(await run('dance', 'x')).toBe(usage);
});
