import { WebViewPost } from '@backchannel/contracts';
import { digestFits } from '@backchannel/contracts/credentials';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberIn, requestOf, templateOf } from './request.ts';

const ids = { conversationId: 'c-1', botId: 'bench', userId: 'u-1' };
const hook = { kind: 'hook', hookId: 'h', endpoint: 'paid', token: 'secret' } as const;

const parts = (request: Buffer) => {
  const [head = '', body = ''] = request.toString().split('\r\n\r\n');
  const [line, ...headers] = head.split('\r\n');
  return { line, headers: Object.fromEntries(headers.map((header) => header.split(': '))), body };
};

test('a post to the Web View API is one: digest, length, body', () => {
  const { line, headers, body } = parts(requestOf(templateOf(ids, { kind: 'webview' }, 'door:1'), 42));
  expect(line).toBe('POST /thirdparty-services-0.1/webview HTTP/1.1');
  expect(digestFits(headers['Authorization'], ids)).toBe(true);
  expect(headers['Content-Length']).toBe(String(body.length));
  expect(WebViewPost.parse(JSON.parse(body))).toMatchObject({ ...ids, message: 'number 0000000042' });
});

test('a post to a webhook has its token and the conversation', () => {
  const { line, headers, body } = parts(requestOf(templateOf(ids, hook, 'door:1'), 7));
  expect(line).toBe('POST /v1/hooks/h/paid HTTP/1.1');
  expect(headers['Authorization']).toBe('Bearer secret');
  expect(JSON.parse(body)).toMatchObject({ sessionId: 'c-1', botId: 'bench', says: 'number 0000000007' });
});

test('a number comes back out of the text that has it', () => {
  const template = templateOf(ids, { kind: 'webview' }, 'door:1');
  fc.assert(
    fc.property(fc.nat({ max: 9_999_999_999 }), (number) => {
      const { message } = WebViewPost.parse(JSON.parse(parts(requestOf(template, number)).body));
      expect(numberIn(`You said ${message}.`)).toBe(number);
    }),
  );
  expect(numberIn('You said nothing.')).toBeUndefined();
  expect(numberIn('number twelve')).toBeUndefined();
});
