import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findChromium } from './chromium.ts';
import { startKafka } from './kafka.ts';
import { findProgram } from './path.ts';
import { startPostgres } from './postgres.ts';
import { realChromium, realKafka, realPostgres, realRedis } from './real.ts';
import { startRedis } from './redis.ts';

let bin: string;
beforeEach(async () => {
  bin = await mkdtemp(join(tmpdir(), 'backchannel-bin-'));
  vi.stubEnv('CHROME_PATH', '');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(bin, { recursive: true });
});

const program = async (name: string) => {
  const file = join(bin, name);
  await writeFile(file, '#!/bin/sh\necho "I am the $0"\nexit 1\n', { mode: 0o755 });
  return file;
};

test('who tests without servers gets none, in CI neither', async () => {
  vi.stubEnv('CI', 'true');
  vi.stubEnv('REAL_SERVERS', 'none');
  vi.stubEnv('REDIS_URL', 'redis://there:6379');
  expect(await realRedis()).toEqual({ url: '', missing: expect.stringContaining('npm test') });
});

test('an address in the environment comes first', async () => {
  vi.stubEnv('KAFKA_BROKERS', 'one:9092,two:9092');
  vi.stubEnv('REDIS_URL', 'redis://there:6379');
  vi.stubEnv('DATABASE_URL', 'postgres://there/data');
  vi.stubEnv('CHROME_PATH', await program('my-browser'));
  expect(await realKafka()).toEqual({ brokers: ['one:9092', 'two:9092'] });
  expect(await realRedis()).toEqual({ url: 'redis://there:6379' });
  expect(await realPostgres()).toMatchObject({ url: 'postgres://there/data' });
  expect(await findChromium()).toMatchObject({ executablePath: join(bin, 'my-browser') });
});

test('then the program on the PATH', async () => {
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
  await program('google-chrome');
  await program('redis-server');
  expect(await findChromium()).toMatchObject({ executablePath: join(bin, 'google-chrome') });
  await program('postgres');
  await program('initdb');
  await expect(startPostgres()).rejects.toThrow(`I am the ${join(bin, 'initdb')}`);
  await expect(startRedis()).rejects.toThrow(`I am the ${join(bin, 'redis-server')}`);
});

test('else the package of npm, the links of which are not there yet', async ({ skip }) => {
  skip(process.platform !== 'linux' || process.arch !== 'x64', 'another machine has another package');
  for (const name of ['sh', 'setpriv', 'rm', 'sleep']) await symlink(findProgram(name) ?? '', join(bin, name));
  vi.stubEnv('PATH', bin);
  await using server = await startPostgres();
  const client = new Client({ connectionString: server.url });
  await client.connect();
  expect((await client.query('show server_version')).rows).toEqual([{ server_version: '18.4' }]);
  await client.end();
});

test('what is missing is said, and how to get it', async () => {
  vi.stubEnv('PATH', bin);
  await expect(startKafka()).rejects.toThrow(
    "Kafka can't run: Java 17 or newer is not on the PATH; " +
      'install Java and Maven, or set KAFKA_BROKERS after `docker compose up -d kafka`.',
  );
  vi.spyOn(process, 'arch', 'get').mockReturnValue('mips');
  await expect(startPostgres()).rejects.toThrow(
    "Postgres can't run: postgres and initdb are not on the PATH, and " +
      `there is no package of it for ${process.platform}-mips; ` +
      'install PostgreSQL, or set DATABASE_URL after `docker compose up -d postgres`.',
  );
});

test('root, whom Postgres refuses, needs a way to be somebody else', async () => {
  vi.stubEnv('PATH', bin);
  await program('postgres');
  await program('initdb');
  vi.spyOn(process, 'getuid').mockReturnValue(0);
  await expect(startPostgres()).rejects.toThrow(
    "Postgres can't run as root, and setpriv, which would run it as nobody, is not on the PATH; " +
      'install util-linux, be another user, or set DATABASE_URL after `docker compose up -d postgres`.',
  );
});

test('with CI=true a missing one is a failure, else a reason to skip', async () => {
  vi.stubEnv('CHROME_PATH', join(bin, 'nothing'));
  vi.stubEnv('CI', 'true');
  await expect(realChromium()).rejects.toThrow(`CHROME_PATH names ${join(bin, 'nothing')}, which is not a program.`);
  vi.stubEnv('CI', '');
  expect((await realChromium()).missing).toContain('which is not a program');
});
