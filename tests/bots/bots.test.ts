import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Embedded, openEmbedded } from '../scenario/embedded.ts';
import { Person } from '../scenario/person.ts';

const key = 'k'.repeat(40);
let folder: string;
let system: Embedded;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bots-'));
  await cp('tests/scenario/bots', folder, { recursive: true });
  system = await openEmbedded({ bots: folder, environment: { ADMIN_KEYS: key } });
});
afterAll(async () => {
  await system?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function ask(method: string, path: string, { body, ifMatch }: { body?: unknown; ifMatch?: string } = {}) {
  const response = await fetch(`${system.url}/admin/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'if-match': ifMatch ?? '*' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
const parrot = async () => (await ask('GET', '/bots/parrot')).body;
const file = () => join(folder, 'parrot.json');

/** The parrot, answering with other words. */
async function parrotThatSays(words: string) {
  const bot = JSON.parse(await readFile('tests/scenario/bots/parrot.json', 'utf8'));
  bot.dialogs[0].interactions[0].text = `${words}: {$userMessage}`;
  return bot;
}

async function publishByHand(words: string) {
  const { headers } = await ask('GET', '/bots/parrot/draft');
  const draft = { body: await parrotThatSays(words), ifMatch: headers.get('etag') ?? '' };
  expect((await ask('PUT', '/bots/parrot/draft', draft)).status).toBe(200);
  const { status, body } = await ask('POST', '/bots/parrot/versions', { body: {} });
  expect(status).toBe(200);
  return body.version.version as number;
}

async function arrive(): Promise<Person> {
  const person = await Person.arrive(system.chat);
  onTestFinished(() => person.leave());
  return person;
}

/** The command line, as somebody with a key of control runs it. */
function bot(words: readonly string[], environment: Record<string, string> = {}) {
  const env = { ...process.env, CONTROL_URL: system.url, CONTROL_KEY: key, ...environment };
  return new Promise<{ code: number; said: string }>((resolve) => {
    execFile(process.execPath, ['tools/bot/src/main.ts', ...words], { env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), said: stdout + stderr });
    });
  });
}

test('the bots of the folder are published at the first start, and can be seen and talked to', async () => {
  const { items } = (await ask('GET', '/bots')).body;
  expect(items.map(({ botId, version }: { botId: string; version: number }) => [botId, version])).toEqual([
    ['owl', 1],
    ['parrot', 1],
  ]);
  const person = await arrive();
  await person.say('order 1');
  await person.sees('You said: order 1');
});

test('a new version is live at once, and who has begun stays on theirs', async () => {
  const before = await arrive();
  await before.say('order 1');
  await before.sees('You said: order 1');
  const version = await publishByHand('You wrote');
  await expect.poll(async () => (await parrot()).told, { timeout: 5000 }).toBe(true);
  const after = await arrive();
  await after.say('order 2');
  await after.sees('You wrote: order 2');
  expect(version).toBe(2);
  await before.say('order 3');
  await before.sees('You said: order 3');
});

test('a start with the same files says nothing, also after a kill -9; what people have changed stays', async () => {
  const before = await parrot();
  await system.killAndRestart('standalone');
  expect(await parrot()).toEqual(before);
  await writeFile(file(), JSON.stringify(await parrotThatSays('The file says')));
  await system.killAndRestart('standalone');
  expect(await parrot()).toEqual(before);
  const person = await arrive();
  await person.say('order 4');
  await person.sees('You wrote: order 4');
});

test('a file is published through control: not over what people have changed, unless it is to be replaced', async () => {
  const { version } = await parrot();
  expect(await bot(['publish', file()])).toEqual({
    code: 1,
    said: 'parrot: was changed at control since, and stays; --replace publishes the file all the same\n',
  });
  expect(await bot(['publish', file(), '--replace'])).toEqual({
    code: 0,
    said: `parrot: version ${version + 1} is new, settings are as they were\n`,
  });
  expect(await bot(['publish', file()])).toEqual({
    code: 0,
    said: `parrot: version ${version + 1}, as this file was applied before\n`,
  });
  await writeFile(file(), JSON.stringify(await parrotThatSays('The file now says')));
  await system.killAndRestart('standalone');
  expect(await parrot()).toMatchObject({ version: version + 2 });
});

test('who publishes without a good key, or where there is no control, is told so', async () => {
  const wrong = await bot(['publish', file()], { CONTROL_KEY: 'x'.repeat(40) });
  expect(wrong).toMatchObject({
    code: 1,
    said: expect.stringMatching(/^Not able to do it: control at .* refuses parrot: /),
  });
  const nowhere = await bot(['publish', file()], { CONTROL_URL: 'http://127.0.0.1:1' });
  expect(nowhere).toMatchObject({
    code: 1,
    said: expect.stringContaining('control at http://127.0.0.1:1 does not answer'),
  });
  const half = await bot(['publish', file()], { CONTROL_KEY: '' });
  expect(half).toEqual({ code: 1, said: 'CONTROL_KEY is missing: control needs both.\n' });
});
