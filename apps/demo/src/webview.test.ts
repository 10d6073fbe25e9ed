import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256, sha256hex } from './page/browser.js';
import { asCurl, returnPost, webViewPost } from './page/webview.js';

const ids = { botId: 'xyz', conversationId: 'abcd', userId: 'ada' };

test('a post is made as the API has it: the digest of the ids, the variables in a list', async () => {
  const variables = { PaymentId: '1', PaymentStatus: 'PROCESSED' };
  expect(await webViewPost('http://ingest', ids, { message: 'webrequest', variables })).toEqual({
    url: 'http://ingest/thirdparty-services-0.1/webview',
    headers: { Authorization: hash('sha256', 'abcd || xyz'), 'Content-Type': 'application/json' },
    body: {
      ...ids,
      message: 'webrequest',
      contextVariables: [
        { name: 'PaymentId', value: '1' },
        { name: 'PaymentStatus', value: 'PROCESSED' },
      ],
    },
  });
});

test('variables alone come without a message', async () => {
  expect((await webViewPost('', ids, { message: undefined, variables: {} })).body).toEqual({
    ...ids,
    contextVariables: [],
  });
});

test('by a return link neither ids nor digest are needed', () => {
  expect(returnPost({ url: 'http://ingest/x', token: 't' }, { City: 'London' })).toEqual({
    url: 'http://ingest/x',
    headers: { Authorization: 'Bearer t', 'Content-Type': 'application/json' },
    body: { contextVariables: [{ name: 'City', value: 'London' }] },
  });
});

test('the command has a place for a token that pages do not get to know', () => {
  const headers = { Authorization: 'Bearer $HOOK_TOKEN' };
  expect(asCurl({ url: 'http://ingest', headers, body: {} })).toContain('-H "Authorization: Bearer $HOOK_TOKEN"');
});

test('the command survives a quote', async () => {
  const request = await webViewPost('http://ingest', ids, { message: "it's paid", variables: {} });
  expect(asCurl(request)).toContain("it'\\''s paid");
});

test('the digest is the same where the browser has none of its own', async () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
    const text = 'ü'.repeat(length);
    const ours = Buffer.from(sha256(new TextEncoder().encode(text))).toString('hex');
    expect(ours).toBe(hash('sha256', text));
    expect(await sha256hex(text)).toBe(ours);
  }
});
