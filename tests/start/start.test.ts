import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePort } from '@backchannel/stack';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Embedded, openEmbedded } from '../scenario/embedded.ts';
import { post } from '../scenario/outside.ts';
import { Person } from '../scenario/person.ts';

let system: Embedded;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backchannel-'));
  system = await openEmbedded({ bots: 'tests/scenario/bots' });
});
afterAll(async () => {
  await system?.stop();
  await rm(folder, { recursive: true, force: true });
});

type Variables = Record<string, string>;

function begin(args: readonly string[], variables: Variables = {}): ChildProcess {
  const env = { ...process.env, LOG_LEVEL: 'warn', ...variables };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** What a program says from its start to its end. */
async function run(args: readonly string[], variables?: Variables) {
  const child = begin(args, variables);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    once(child, 'exit'),
  ]);
  return { code, stdout, stderr };
}

/** One more process than the one that runs: by default nothing but what the test is about is in its way. */
const start = async (variables: Variables) =>
  run([system.main], { PORT: String(await freePort()), DATA_DIR: join(folder, 'data'), ...variables });

const inFolder = async (name: string, content?: string) => {
  const path = join(folder, name);
  if (content === undefined) await mkdir(path, { recursive: true });
  else await writeFile(path, content);
  return path;
};

const refused = (sentence: string) => ({ code: 1, stderr: `${sentence}\n` });

describe('what is in the way is told in one sentence', () => {
  test('a port in use, before anything of the data is touched', async () => {
    const other = createServer().listen(0);
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const PORT = String((other.address() as { port: number }).port);
    const DATA_DIR = join(folder, 'untouched');
    expect(await start({ PORT, DATA_DIR })).toMatchObject(refused(`Port ${PORT} is in use: PORT names another one.`));
    await expect(stat(DATA_DIR)).rejects.toThrow('ENOENT');
  });

  test('a host that is not this machine', async () => {
    const HOST = '203.0.113.1';
    expect(await start({ HOST })).toMatchObject(refused(`HOST is ${HOST}, which is no address of this machine.`));
  });

  test('a second process on the same data, and the first one goes on', async () => {
    const { dataDir: DATA_DIR } = system;
    expect(await start({ DATA_DIR })).toMatchObject(refused(`${DATA_DIR}/log.db is in use by another process.`));
    const person = await Person.arrive(system.chat);
    onTestFinished(() => person.leave());
    await person.say('order 1');
    await person.sees('You said: order 1');
  });

  // Below a file nobody can make a folder, whatever the permissions say: these hold for root too.
  test('a data folder that can not be made', async () => {
    const DATA_DIR = join(await inFolder('a-file', ''), 'data');
    const sentence = `Not able to write to ${DATA_DIR}/ (ENOTDIR): DATA_DIR names another folder.`;
    expect(await start({ DATA_DIR })).toMatchObject(refused(sentence));
  });

  test('a data folder in which a file can not be opened', async () => {
    const [log, chat, control, secret] = ['log', 'chat', 'control', 'secret'].map((name) =>
      join(folder, `no-${name}`),
    ) as [string, string, string, string];
    await inFolder('no-log/log.db');
    await inFolder('no-chat/chat.db');
    await inFolder('no-control/control.db');
    await inFolder('no-secret/token-secret');
    const why = 'unable to open database file';
    expect(await start({ DATA_DIR: log })).toMatchObject(refused(`${log}/log.db can't be opened for writing: ${why}.`));
    expect(await start({ DATA_DIR: chat })).toMatchObject(refused(`${chat}/chat.db can't be opened: ${why}.`));
    expect(await start({ DATA_DIR: control })).toMatchObject(refused(`${control}/control.db can't be opened: ${why}.`));
    expect((await start({ DATA_DIR: secret })).stderr).toMatch(/^.*\/token-secret can't be opened: EISDIR.*\.\n$/);
  });

  test('data that is of something else', async () => {
    await inFolder('other');
    const file = await inFolder('other/log.db', 'Dear diary, …'.repeat(100));
    const sentence = `${file} can't be opened for writing: file is not a database.`;
    expect(await start({ DATA_DIR: join(folder, 'other') })).toMatchObject(refused(sentence));
  });

  test('wrong variables of the environment, all at once; an empty one is none', async () => {
    const wrong = { PORT: '70000', PUBLIC_URL: 'here', LOG_LEVEL: 'loud', TOKEN_SECRETS: 'short', REDIS_URL: '' };
    const { code, stderr } = await start(wrong);
    expect([code, stderr.split('\n').length]).toEqual([1, 2]);
    expect(stderr).toContain(
      'The environment is not right: PORT: must be a whole number from 1 to 65535; PUBLIC_URL: ',
    );
    expect(stderr).toContain('LOG_LEVEL: Invalid option: expected one of ');
    expect(stderr).toContain('each needs at least 32 characters');
    expect(stderr).not.toContain('REDIS_URL');
  });

  test('bots that are not there, not JSON, or not bots', async () => {
    const none = join(folder, 'no-bots');
    expect(await start({ BOTS_DIR: none })).toMatchObject(
      refused(`BOTS_DIR is ${none}, which can't be read (ENOENT).`),
    );

    const BOTS_DIR = await inFolder('bots');
    await inFolder('bots/broken.json', '{');
    expect((await start({ BOTS_DIR })).stderr).toMatch(/^.*bots\/broken\.json \/: .*JSON.*\.\n$/);
    await inFolder('bots/broken.json', '{ "id": "b", "name": "B", "dialogs": [{ "name": 1 }] }');
    const { code, stderr } = await start({ BOTS_DIR });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^.*bots\/broken\.json \/dialogs\/0\/name: .*\.\n$/);
  });

  test('a command that does not exist', async () => {
    const { code, stderr } = await run(['tools/setup/setup.mjs', 'dance']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^There is no command "dance"; there are: start, test, .*\.\n$/);
    expect((await run(['tools/setup/setup.mjs'])).stderr).toMatch(/^.*there are: start, test, .*\.\n$/);
  });
});

test('it says who can become the owner, where it is once it is ready, and nothing else', async () => {
  const [PORT, DATA_DIR] = [String(await freePort()), join(folder, 'fresh')];
  const child = begin([system.main], { PORT, DATA_DIR });
  const stderr = text(child.stderr as NodeJS.ReadableStream);
  const said: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (part: string) => said.push(part));
  await expect.poll(() => said.join(''), { timeout: 15_000 }).toContain('Ctrl-C');
  expect((await fetch(`http://localhost:${PORT}/health/ready`)).status).toBe(200);
  expect(await (await fetch(`http://localhost:${PORT}/`)).text()).toContain('<title>Backchannel demo');

  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
  const [owner, ...rest] = said.join('').split('\n');
  expect(owner).toContain(`http://localhost:${PORT}/admin/setup#token=`);
  expect(rest).toEqual([`Backchannel is at http://localhost:${PORT} (data in ${DATA_DIR}/, Ctrl-C stops it)`, '']);
  expect(await stderr).toBe('');
});

test('who waits for a broker that is not there can be stopped', async () => {
  const PORT = String(await freePort());
  const nobody = `127.0.0.1:${await freePort()}`;
  const child = begin([system.main], {
    PORT,
    KAFKA_BROKERS: nobody,
    TOKEN_SECRETS: 'x'.repeat(32),
    LINK_SECRETS: 'y'.repeat(32),
    DATA_DIR: join(folder, 'waiting'),
    SEAL_KEYS: 'z'.repeat(32),
    LOG_LEVEL: 'silent',
  });
  const isUp = () =>
    fetch(`http://localhost:${PORT}/health/live`)
      .then(() => true)
      .catch(() => false);
  await expect.poll(isUp, { timeout: 15_000 }).toBe(true);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('the secret of the chat tokens is for its owner alone', async () => {
  expect((await stat(join(system.dataDir, 'token-secret'))).mode & 0o777).toBe(0o600);
});

describe.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)('%s in the middle of work', (signal) => {
  test('it ends soon, and has everything when it is started again', async () => {
    const person = await Person.arrive(system.chat);
    onTestFinished(() => person.leave());
    await person.say('order 1');
    await person.sees('You said: order 1');
    // Somebody waits for an outcome, and a connection is kept open.
    const waiting = post(system.ingest, { ids: person.ids, message: 'order 2', key: 'k', wait: 20 });
    const accepted = person.say('order 3');

    const began = performance.now();
    expect(await system.end(signal)).toBe(signal === 'SIGKILL' ? null : 0);
    expect(performance.now() - began).toBeLessThan(5000);
    await system.start();

    // Told its outcome, or before the end that it is accepted.
    expect([200, 202]).toContain((await waiting).status);
    await accepted;
    await person.sees('You said: order 2');
    await person.sees('You said: order 3');
    const texts = (await person.transcript()).map(({ text: said }) => said);
    expect(texts).toHaveLength(6);
    expect(new Set(texts)).toEqual(new Set([1, 2, 3].flatMap((n) => [`order ${n}`, `You said: order ${n}`])));
    expect(person.surprises).toEqual([]);
  });
});
