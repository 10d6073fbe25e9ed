import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sentence } from '@backchannel/service';
import { afterAll, describe, expect, test } from 'vitest';
import { openDoor, says, startApi } from './api.fixture.ts';
import { type Credential, Credentials, readCredentials } from './credentials.ts';

const folder = mkdtempSync(join(tmpdir(), 'credentials-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(content: unknown): string {
  const path = join(folder, 'credentials.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('a credential of type', () => {
  const shown: [credential: Credential, seen: object][] = [
    [{ type: 'bearer', token: 'hush' }, { headers: { authorization: 'Bearer hush' } }],
    [
      { type: 'basic', user: 'ada', password: 'hüsh' },
      { headers: { authorization: `Basic ${Buffer.from('ada:hüsh').toString('base64')}` } },
    ],
    [{ type: 'header', name: 'X-Api-Key', value: 'hush' }, { headers: { 'x-api-key': 'hush' } }],
    [{ type: 'query', name: 'api key', value: 'h&sh' }, { url: '/orders?q=a%20b&all&api+key=h%26sh' }],
  ];

  test.each(shown)('%j is shown to the API', async (credential, seen) => {
    await using api = await startApi(says(200));
    await using door = openDoor({ credentials: readCredentials(written({ shop: { crm: credential } })) });
    const headers = { Authorization: 'mine' };
    await door.ask({
      url: `${api.url}/orders?q=a%20b&all`,
      headers: 'headers' in seen ? headers : {},
      credential: 'crm',
    });
    expect(api.heard).toMatchObject([seen]);
  });
});

test("another bot's credential is unknown, and so is what every object has", async () => {
  await using api = await startApi(says(200));
  const credentials = new Credentials({ bank: { crm: { type: 'bearer', token: 'hush' } }, shop: {} });
  await using door = openDoor({ credentials });
  for (const credential of ['crm', 'constructor', '__proto__', 'bank']) {
    const failed = `The bot has no credential "${credential}".`;
    expect(await door.ask({ url: api.url, credential })).toEqual({ failed });
  }
  expect(api.heard).toEqual([]);
});

test('nothing of a credential is told when a call fails', { tags: 'long' }, async () => {
  await using api = await startApi((response) => response.destroy());
  const secret = 'open-sesame';
  const own: Record<string, Credential> = {
    bearer: { type: 'bearer', token: secret },
    basic: { type: 'basic', user: 'ada', password: secret },
    header: { type: 'header', name: 'X-Key', value: secret },
    query: { type: 'query', name: 'key', value: secret },
  };
  await using door = openDoor({ credentials: new Credentials({ shop: own }) });
  const urls = [api.url, 'http://127.0.0.1:1/', 'http://10.0.0.1/', 'https://127.0.0.1:1/', 'http://a b/'];
  for (const credential of Object.keys(own))
    for (const url of urls) {
      const answer = JSON.stringify(await door.ask({ url, credential, method: 'POST' }));
      expect(answer).toContain('failed');
      expect(answer).not.toContain(secret);
      expect(answer).not.toContain(Buffer.from(`ada:${secret}`).toString('base64'));
    }
});

describe('a file is refused', () => {
  const crm = (credential: object) => ({ shop: { crm: credential } });
  test.each([
    ['that is not JSON', '{"shop": hush', /are not JSON\.$/],
    ['that is a list', [], /\/ .*record/],
    ['with a bot that is none', { shop: 1 }, /\/shop .*record/],
    ['with a credential of no type', crm({ token: 'hush' }), /\/shop\/crm\/type must be "bearer", "basic"/],
    ['with a credential of another type', crm({ type: 'oauth', token: 'hush' }), /\/shop\/crm\/type must be "bearer"/],
    ['with a token missing', crm({ type: 'bearer' }), /\/shop\/crm\/token /],
    ['with an empty token', crm({ type: 'bearer', token: '' }), /\/shop\/crm\/token must not be empty/],
    [
      'with a line break in a token',
      crm({ type: 'bearer', token: 'hush\n' }),
      /\/shop\/crm\/token must hold no line break/,
    ],
    ['with a wrong name', crm({ type: 'header', name: 'X Y', value: 'hush' }), /\/shop\/crm\/name must be the name/],
    ['with more than there is', crm({ type: 'bearer', token: 'hush', a: 1 }), /\/shop\/crm .*"a"/],
    ['with a pointer to escape', { 'a/b': { '~': { type: 'bearer' } } }, /\/a~1b\/~0\/token /],
  ])('%s', (_, content, sentence) => {
    const path = written(content);
    expect(() => readCredentials(path)).toThrow(Sentence);
    expect(() => readCredentials(path)).toThrow(sentence);
    expect(() => readCredentials(path)).toThrow(path);
    expect(() => readCredentials(path)).not.toThrow(/hush/);
  });

  test('that is not there', () => {
    expect(() => readCredentials(join(folder, 'none.json'))).toThrow(/none\.json can't be read \(ENOENT\)/);
  });
});
