import { readFile } from 'node:fs/promises';
import { CreateEndpoint, CreateToken, GetHook } from '@backchannel/contracts/admin';
import { realChromium } from '@backchannel/stack';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from '../demo/visitor.ts';
import { type Embedded, openEmbedded } from '../scenario/embedded.ts';
import { Person } from '../scenario/person.ts';
import { Team } from '../scenario/team.ts';
import { type Packed, packedClient } from './built.ts';
import { openPage } from './page.ts';

let system: Embedded;
let packed: Packed;
const people: Person[] = [];

beforeAll(async () => {
  [system, packed] = await Promise.all([openEmbedded({ bots: 'tests/client/bots' }), packedClient()]);
});
afterAll(async () => {
  for (const person of people) person.leave();
  await system?.stop();
  await packed?.remove();
});

const arrive = async () => {
  const person = await Person.arrive(system.chat, 'clerk');
  people.push(person);
  return person;
};
/** Somebody whom the bot has given a return link. */
const withLink = async () => {
  const person = await arrive();
  await person.say('link');
  await person.until(() => person.texts.some((text) => text?.startsWith('https:')), 'gets a link');
  return { person, link: person.texts.find((text) => text?.startsWith('https:')) ?? '' };
};
const webViewOf = ({ ids }: Person) => packed.client.webView({ baseUrl: system.url, ...ids });

test('the package is one file of code and its types, and needs nothing', async () => {
  expect(packed.files.filter((path) => !path.endsWith('.d.ts')).toSorted()).toEqual([
    'README.md',
    'dist/index.js',
    'dist/index.js.map',
    'package.json',
  ]);
  expect(packed.files).toContain('dist/index.d.ts');
  expect(packed.source).not.toMatch(/\bimport\b/);
  const manifest = JSON.parse(await readFile(`${packed.folder}/package.json`, 'utf8')) as object;
  expect(manifest).not.toHaveProperty('dependencies');
});

describe('against the running system', () => {
  test('a web view post is answered, and the person sees it', async () => {
    const person = await arrive();
    const variables = { PaymentId: 'P-1' };
    const answer = await webViewOf(person).post({ message: 'payment successful', variables }, { wait: 20 });
    expect(answer).toEqual({ inputId: expect.any(String), status: 'answered', turn: expect.any(Number) });
    await person.sees('Payment P-1 has come.');
  });

  test('what became of it is told later, too', async () => {
    const chat = webViewOf(await arrive());
    const { inputId, status } = await chat.post({ variables: { PaymentId: 'P-2' } });
    expect(status).toBe('accepted');
    expect(await chat.outcome(inputId)).toEqual({ inputId, status: 'applied' });
    expect(await chat.input(inputId)).toMatchObject({ inputId, outcome: 'applied', code: null });
  });

  test('one key is one post, whoever asks again', async () => {
    const person = await arrive();
    const post = () => webViewOf(person).post({ message: 'payment successful' }, { idempotencyKey: 'once', wait: 20 });
    expect(await post()).toEqual(await post());
    const other = webViewOf(person).post({ message: 'other' }, { idempotencyKey: 'once', wait: 20 });
    await expect(other).rejects.toMatchObject({
      name: 'BackchannelError',
      code: 'idempotency_key_reused',
      status: 422,
    });
  });

  test('a refusal names the field', async () => {
    const post = webViewOf(await arrive()).post({ message: 'x'.repeat(5000) });
    await expect(post).rejects.toMatchObject({ code: 'field_invalid', status: 422, pointer: '/message' });
  });

  test('a return link is good for one post', async () => {
    const { person, link } = await withLink();
    const door = packed.client.returnLink(link);
    await door.post({ variables: { PaymentId: 'P-3' } }, { wait: 20 });
    await person.sees('Payment P-3 has come.');
    const again = door.post({ variables: { PaymentId: 'P-4' } }, { wait: 20 });
    await expect(again).rejects.toMatchObject({ code: 'link_used', status: 409 });
    await expect(door.post({ variables: { Other: 1 } })).rejects.toMatchObject({ code: 'link_mismatch' });
  });

  test('a webhook post leads to its dialog', async () => {
    const [person, hook] = [await arrive(), await hookOf()];
    const { botId, conversationId: sessionId } = person.ids;
    const door = packed.client.webhook(hook);
    const { inputId } = await door.post({ sessionId, botId, neighbour: 'Ada' }, { wait: 20 });
    await person.sees('It is with Ada.');
    expect(await door.outcome(inputId)).toMatchObject({ status: 'answered' });
    const wrong = packed.client.webhook({ ...hook, token: 'wrong' });
    await expect(wrong.post({ sessionId, botId })).rejects.toMatchObject({ code: 'unauthorized', status: 401 });
    await expect(wrong.input(inputId)).rejects.toMatchObject({ code: 'not_found', status: 404 });
  });

  test('a post goes on through a restart', async () => {
    const person = await arrive();
    await system.end('SIGKILL');
    const door = packed.client.webView({ baseUrl: system.url, ...person.ids, retries: 12 });
    const post = door.post({ message: 'payment successful', variables: { PaymentId: 'P-5' } });
    await system.start();
    await post;
    await person.sees('Payment P-5 has come.');
    expect(person.texts.filter((text) => text === 'Payment P-5 has come.')).toHaveLength(1);
  });
});

test('what docs/client.md says works when it is pasted', async () => {
  const { person, link } = await withLink();
  const { url, token } = await hookOf();
  const markdown = await readFile('docs/client.md', 'utf8');
  const written: string[] = [];
  const names = {
    client: packed.client,
    ...packed.client,
    ...person.ids,
    hookUrl: url,
    location: new URL(link),
    history: { replaceState: () => {} },
    process: { env: { HOOK_TOKEN: token } },
    console: { log: (...words: unknown[]) => written.push(words.join(' ')) },
    chat: webViewOf(person),
  };
  const snippets = [...markdown.matchAll(/^```js$(.*?)^```$/gms)].map(([, snippet = '']) => snippet);
  expect(snippets).toHaveLength(6);
  for (const snippet of snippets) {
    const body = snippet
      .replace(/^import (.*) from '@backchannel\/client';$/m, 'const $1 = client;')
      .replaceAll('https://chat.example', system.url);
    await run(body, names);
  }
  expect(written).toEqual([expect.stringMatching(/^conversation_unknown 404 /)]);
  await person.sees('It is with Bo Derk.');
});

/** As a module would run it. */
async function run(body: string, names: Readonly<Record<string, unknown>>): Promise<void> {
  const AsyncFunction = async function () {}.constructor as new (
    ...parts: string[]
  ) => (...args: unknown[]) => Promise<void>;
  // What a snippet declares itself hides what it is given.
  await new AsyncFunction(...Object.keys(names), `{${body}}`)(...Object.values(names));
}

let hooks = 0;

/** An endpoint that leads to the clerk's dialog, and a token for it. */
async function hookOf(): Promise<{ url: string; token: string }> {
  const team = new Team(system);
  const name = `delivered-${(hooks += 1)}`;
  const params = { botId: 'clerk' };
  const mappings = [{ pointer: '/neighbour', attribute: 'neighbour' }];
  await team.asks(CreateEndpoint, { params, body: { name, mappings, target: { dialog: 'Delivered' } } });
  const { token } = await team.asks(CreateToken, { params });
  const { address } = await team.asks(GetHook, { params });
  const url = `${address}/${name}`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  // Ingest hears of it a moment later.
  const known = async () =>
    (await fetch(url, { method: 'POST', headers, body: '{"sessionId":"-","botId":"clerk"}' })).status;
  await expect.poll(known, { timeout: 5000, interval: 20 }).toBe(202);
  return { url, token };
}

const found = await realChromium();
describe.skipIf(found.missing)('in a browser', () => {
  test('a module of another origin posts, is refused and learns the outcome', async () => {
    const person = await arrive();
    const { link } = await withLink();
    await using page = await openPage(await launch(found), packed.source);
    const post = { message: 'payment successful', variables: { PaymentId: 'P-6' } };
    expect(await page.run({ kind: 'webView', options: { baseUrl: system.url, ...person.ids }, post })).toMatchObject({
      status: 'answered',
      outcome: { status: 'answered' },
    });
    await person.sees('Payment P-6 has come.');
    const paid = { variables: { PaymentId: 'P-7' } };
    expect(await page.run({ kind: 'returnLink', options: link, post: paid })).toMatchObject({ status: 'answered' });
    expect(await page.run({ kind: 'returnLink', options: link, post: { message: 'no' } })).toMatchObject({
      code: 'link_mismatch',
      pointer: '/message',
    });
    expect(page.troubles).toEqual([]);
  });
});
