import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { startCoordinator } from './coordinator.ts';
import { realChromium, realKafka, realRedis } from './real.ts';

test('all tests share one Kafka and one Redis', async () => {
  const [first, second] = await Promise.all([realKafka(), realKafka()]);
  expect(first).toEqual(second);
  expect(await realRedis()).toEqual(await realRedis());
});

test('whoever asks first starts a server, and the last one out stops it', async () => {
  const events: string[] = [];
  const start = async () => {
    events.push('start');
    return { address: 'here', close: async () => void events.push('close') };
  };
  const coordinator = await startCoordinator({ kafka: start });
  const ask = async () => (await fetch(`${coordinator.url}/kafka`)).json();

  expect(await Promise.all([ask(), ask()])).toEqual([{ address: 'here' }, { address: 'here' }]);
  await coordinator.close();

  expect(events).toEqual(['start', 'close']);
});

test('a server that is not to be had is named once', async () => {
  const coordinator = await startCoordinator({ kafka: () => Promise.reject(new Error('No Java.')) });
  const ask = async () => (await fetch(`${coordinator.url}/kafka`)).json();

  expect([await ask(), await ask()]).toEqual([{ missing: 'No Java.' }, { missing: 'No Java.' }]);
  expect([...coordinator.missing]).toEqual(['No Java.']);
  await coordinator.close();
});

test('playwright-core can drive the Chromium', async ({ skip }) => {
  const { missing, ...options } = await realChromium();
  skip(missing !== undefined, missing);
  const browser = await chromium.launch(options);
  const page = await browser.newPage();
  await page.setContent('<title>It draws</title>');
  expect(await page.title()).toBe('It draws');
  await browser.close();
});
