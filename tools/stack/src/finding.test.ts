import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findChromium } from './chromium.ts';
import { startKafka } from './kafka.ts';
import { realChromium, realKafka, realRedis } from './real.ts';
import { startRedis } from './redis.ts';

let bin: string;
beforeEach(async () => {
  bin = await mkdtemp(join(tmpdir(), 'backchannel-bin-'));
  vi.stubEnv('CHROME_PATH', '');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(bin, { recursive: true });
});

const program = async (name: string) => {
  const file = join(bin, name);
  await writeFile(file, '#!/bin/sh\necho "I am the $0"\nexit 1\n', { mode: 0o755 });
  return file;
};

test('an address in the environment comes first', async () => {
  vi.stubEnv('KAFKA_BROKERS', 'one:9092,two:9092');
  vi.stubEnv('REDIS_URL', 'redis://there:6379');
  vi.stubEnv('CHROME_PATH', await program('my-browser'));
  expect(await realKafka()).toEqual({ brokers: ['one:9092', 'two:9092'] });
  expect(await realRedis()).toEqual({ url: 'redis://there:6379' });
  expect(await findChromium()).toMatchObject({ executablePath: join(bin, 'my-browser') });
});

test('then the program on the PATH', async () => {
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
  await program('google-chrome');
  await program('redis-server');
  expect(await findChromium()).toMatchObject({ executablePath: join(bin, 'google-chrome') });
  await expect(startRedis()).rejects.toThrow(`I am the ${join(bin, 'redis-server')}`);
});

test('what is missing is said, and how to get it', async () => {
  vi.stubEnv('PATH', bin);
  await expect(startKafka()).rejects.toThrow(
    "Kafka can't run: Java 17 or newer is not on the PATH; " +
      'install Java and Maven, or set KAFKA_BROKERS after `docker compose up -d kafka`.',
  );
});

test('with CI=true a missing one is a failure, else a reason to skip', async () => {
  vi.stubEnv('CHROME_PATH', join(bin, 'nothing'));
  vi.stubEnv('CI', 'true');
  await expect(realChromium()).rejects.toThrow(`CHROME_PATH names ${join(bin, 'nothing')}, which is not a program.`);
  vi.stubEnv('CI', '');
  expect((await realChromium()).missing).toContain('which is not a program');
});
