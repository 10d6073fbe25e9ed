import { BotSettings } from '@backchannel/contracts';
import { SqliteBroker } from '@backchannel/messaging';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { BotSettingsReader } from './bot-settings.ts';
import { readEnvironment } from './environment.ts';
import { Opened } from './opened.ts';

let broker: SqliteBroker;
let reader: BotSettingsReader;
const open = () => new BotSettingsReader(new Opened('test', readEnvironment({ LOG_LEVEL: 'silent' }), broker));
beforeEach(() => {
  broker = new SqliteBroker({ path: ':memory:' });
  reader = open();
  onTestFinished(() => broker.close());
});

const hook = (hookId: string) => ({ hookId, tokens: [], endpoints: {} });
const settings = (revision: number, more: object = {}) =>
  BotSettings({ botId: 'shop', revision, version: 1, ...more }, { time: 0 });

test('a bot is found by the hook that it has now', async () => {
  await broker.publish([settings(1, { hook: hook('one') })]);
  await expect.poll(() => reader.ofHook('one')?.botId).toBe('shop');
  await broker.publish([settings(2, { hook: hook('two') })]);
  await expect.poll(() => reader.ofHook('two')?.revision).toBe(2);
  expect(reader.ofHook('one')).toBeUndefined();
  await broker.publish([settings(3)]);
  await expect.poll(() => reader.get('shop')?.revision).toBe(3);
  expect(reader.ofHook('two')).toBeUndefined();
});

test('an older revision that comes later changes nothing', async () => {
  await broker.publish([settings(2, { hook: hook('new') }), settings(1, { hook: hook('old') })]);
  const mark = BotSettings({ botId: 'mark', revision: 1, version: 1, hook: hook('mark') }, { time: 0 });
  await broker.publish([mark]);
  await expect.poll(() => reader.ofHook('mark') && reader.ofHook('new')?.revision).toBe(2);
  expect(reader.ofHook('old')).toBeUndefined();
});

test('before everything is read, before a record that is newer than this release, and without a broker nothing is current', async () => {
  await broker.publish([settings(0)]);
  reader = open();
  expect(() => reader.requireCurrent()).toThrow('can not be read now');
  await reader.read();
  expect(() => reader.requireCurrent()).not.toThrow();
  await broker.publish([{ ...settings(1), version: 2 }]);
  await expect.poll(() => broker.waitsFor()).not.toEqual([]);
  expect(() => reader.requireCurrent()).toThrow('can not be read now');
});
