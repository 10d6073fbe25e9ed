import { hash } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminKey, type Embedded, openEmbedded } from '../scenario/embedded.ts';

let system: Embedded;
beforeAll(async () => {
  const environment = { LOG_LEVEL: 'debug', PUBLIC_URL: 'https://shop.example' };
  system = await openEmbedded({ bots: 'bots', environment });
});
afterAll(() => system?.stop());

const json = { 'content-type': 'application/json' };
const asked: [name: string, path: string, init: RequestInit][] = [
  ['ingest', '/thirdparty-services-0.1/webview', { method: 'POST', headers: json, body: '{}' }],
  ['a webhook', '/v1/hooks/none/none', { method: 'POST', headers: json, body: '{}' }],
  ['chat', '/v1/conversations', { method: 'POST', headers: json, body: '{"botId":"shop"}' }],
  ['what is nowhere in chat', '/v1/nowhere', {}],
  ['control', '/admin/v1/bots', { headers: { authorization: `Bearer ${adminKey}` } }],
  ['control, to a stranger', '/admin/v1/bots', {}],
  ['a receipt', '/v1/inputs/none', {}],
  ['a page of control', '/admin/setup', {}],
  ['the documentation', '/docs', {}],
  ['the demo', '/', {}],
  ['a file of the demo', '/chat.js', {}],
  ['what is nowhere', '/nowhere', {}],
  ['health', '/health/ready', {}],
];

describe('every answer', () => {
  test.each(asked)(
    'of %s is what it says it is, tells no other site of itself, and nothing of what answers',
    async (_, path, init) => {
      const { headers } = await fetch(system.url + path, init);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': expect.stringMatching(/^(no-referrer|same-origin)$/),
        'strict-transport-security': 'max-age=31536000',
        'content-security-policy': expect.stringMatching(/frame-ancestors '(none|self)'/),
        'cache-control': expect.stringMatching(/^no-(store|cache)/),
      });
      expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe/);
    },
  );

  test('with a token in it is kept by nobody', async () => {
    const init = { method: 'POST', headers: json, body: '{"botId":"shop"}' };
    const response = await fetch(`${system.url}/v1/conversations`, init);
    expect(response.status).toBe(201);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

test.each([
  '/../../../../etc/passwd',
  '/..%2f..%2f..%2fetc%2fpasswd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/docs/../../data/log.db',
  '//etc/passwd',
  '/admin/..%5c..%5cdata%5clog.db',
  '/v1/hooks/..%2f..%2fadmin/v1%2fbots',
  '/v1/%69nputs/none',
  '/%61dmin/v1/bots',
  '/__proto__',
  '/constructor/prototype',
])('%s leads to no file', async (path) => {
  // By hand: fetch tidies addresses up.
  const { port } = new URL(system.url);
  const wire = connect(Number(port), 'localhost');
  wire.end(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  let answer = '';
  for await (const part of wire) answer += String(part);
  expect(answer).toMatch(/^HTTP\/1\.1 40[0-9] /);
  expect(answer).not.toMatch(/root:|SQLite format/);
});

test('the log has no tokens, no digests and nothing of what people say, at any level', async () => {
  const opened = await fetch(`${system.url}/v1/conversations`, {
    method: 'POST',
    headers: json,
    body: '{"botId":"shop"}',
  });
  const { conversationId, userId, token } = (await opened.json()) as Record<string, string>;
  const digest = hash('sha256', `${conversationId} || shop`);
  const secrets = [
    token,
    digest,
    'what-the-person-says',
    'what-the-till-posts',
    adminKey,
    'bck_wrong-key',
    'wrong.jwt.token',
  ];
  const bearer = (credential: string | undefined) => ({ ...json, authorization: `Bearer ${credential}` });
  const url = `${system.url}/v1/conversations/${conversationId}/messages`;
  const post = (more: object) => JSON.stringify({ botId: 'shop', conversationId, userId, ...more });
  const answers = await Promise.all([
    fetch(url, { method: 'POST', headers: bearer(token), body: '{"text":"what-the-person-says"}' }),
    fetch(url, { method: 'POST', headers: bearer('wrong.jwt.token'), body: '{"text":"what-the-person-says"}' }),
    fetch(`${system.url}/thirdparty-services-0.1/webview`, {
      method: 'POST',
      headers: { ...json, authorization: digest },
      body: post({ message: 'what-the-till-posts', contextVariables: [{ name: 'a', value: 'what-the-till-posts' }] }),
    }),
    fetch(`${system.url}/admin/v1/bots`, { headers: bearer(adminKey) }),
    fetch(`${system.url}/admin/v1/bots`, { headers: bearer('bck_wrong-key') }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([202, 401, 202, 200, 401]);
  await expect.poll(() => system.printed()).toContain(conversationId);
  for (const secret of secrets) expect(system.printed()).not.toContain(secret);
});
