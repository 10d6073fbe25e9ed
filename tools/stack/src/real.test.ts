import { chromium } from 'playwright-core';
import { afterEach, expect, test, vi } from 'vitest';
import { startCoordinator } from './coordinator.ts';
import { realChromium, realKafka, realPostgres, realRedis } from './real.ts';

afterEach(() => vi.unstubAllEnvs());

test('all tests share one Kafka, one Redis and one Postgres', async () => {
  const [first, second] = await Promise.all([realKafka(), realKafka()]);
  expect(first).toEqual(second);
  expect(await realRedis()).toEqual(await realRedis());
  expect((await realPostgres()).url).toBe((await realPostgres()).url);
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

test('with CI=true a server that is not to be had fails, else it is a reason to skip', async () => {
  const coordinator = await startCoordinator({ postgres: () => Promise.reject(new Error('No Postgres.')) });
  vi.stubEnv('STACK_URL', coordinator.url);
  vi.stubEnv('CI', '');
  expect((await realPostgres()).missing).toBe('No Postgres.');
  vi.stubEnv('CI', 'true');
  await expect(realPostgres()).rejects.toThrow('No Postgres.');
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
