import { hash } from 'node:crypto';
import {
  CloseChat,
  type Door,
  OpenChat,
  PostHook,
  PostWebView,
  ReadChat,
  ReadLook,
  RenewToken,
  SayInChat,
} from '@backchannel/contracts/admin';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkDocumented } from '../../apps/control/src/docs/documented.fixture.ts';
import { type Embedded, openEmbedded } from '../scenario/embedded.ts';

interface Given {
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** As it is, if it is text. */
  readonly body?: unknown;
}

let system: Embedded;
beforeAll(async () => {
  system = await openEmbedded({ bots: 'bots' });
});
afterAll(() => system?.stop());

/** Calls a door; what it answers must be what the OpenAPI document says. */
async function call({ route }: Door, { params = {}, headers = {}, body }: Given = {}) {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  const response = await fetch(system.url + path, {
    method: route.method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, string>;
  checkDocumented(route, { status: response.status, headers: response.headers, body: answer });
  return { status: response.status, answer };
}
const codeOf = async (door: Door, given: Given) => {
  const { status, answer } = await call(door, given);
  return `${status} ${answer['code'] ?? answer['status'] ?? ''}`.trim();
};

const open = async () => (await call(OpenChat, { body: { botId: 'shop', userId: 'ada' } })).answer;
const idsOf = ({ botId, conversationId, userId }: Record<string, string>) => ({ botId, conversationId, userId });
const digest = (conversationId = '', botId = '') => ({
  authorization: hash('sha256', `${conversationId} || ${botId}`),
});

test('the Web View API answers as it is documented', async () => {
  const body = idsOf(await open());
  const headers = digest(body.conversationId, body.botId);
  const wait = { prefer: 'wait=20' };
  const unknown = { ...body, conversationId: 'nobody' };
  const other = { ...body, botId: 'nobody' };
  expect(await codeOf(PostWebView, { headers, body })).toBe('202 accepted');
  expect(await codeOf(PostWebView, { headers: { ...headers, ...wait }, body })).toBe('200 applied');
  expect(await codeOf(PostWebView, { headers: digest('x'), body })).toBe('401 unauthorized');
  expect(await codeOf(PostWebView, { headers, body: {} })).toBe('422 field_missing');
  expect(await codeOf(PostWebView, { headers, body: { ...body, message: '' } })).toBe('422 field_invalid');
  expect(await codeOf(PostWebView, { headers, body: '{' })).toBe('400 body_not_json');
  expect(await codeOf(PostWebView, { headers, body: 'x'.repeat(70_000) })).toBe('413 body_too_large');
  expect(await codeOf(PostWebView, { headers: { ...headers, 'content-type': 'text/plain' }, body: 'x' })).toBe(
    '415 unsupported_media_type',
  );
  expect(await codeOf(PostWebView, { headers: { ...headers, 'idempotency-key': ' ' }, body })).toBe(
    '422 header_invalid',
  );
  expect(await codeOf(PostWebView, { headers: digest(other.conversationId, 'nobody'), body: other })).toBe(
    '404 bot_unknown',
  );
  expect(await codeOf(PostWebView, { headers: { ...digest('nobody', body.botId), ...wait }, body: unknown })).toBe(
    '404 conversation_unknown',
  );
});

test('the webhook refuses as it is documented', async () => {
  const params = { hookId: 'nobody', endpoint: 'paid' };
  const headers = { authorization: 'Bearer nobody' };
  expect(await codeOf(PostHook, { params, headers, body: { sessionId: 'a', botId: 'shop' } })).toBe('401 unauthorized');
  expect(await codeOf(PostHook, { params, headers, body: {} })).toBe('422 field_missing');
});

test('the chat answers as it is documented', async () => {
  const { conversationId = '', token = '' } = await open();
  const params = { conversationId };
  const headers = { authorization: `Bearer ${token}` };
  expect(await codeOf(SayInChat, { params, headers, body: { text: 'hello' } })).toBe('202');
  await expect.poll(async () => (await call(ReadChat, { params, headers })).answer['messages']).not.toEqual([]);
  expect(await codeOf(RenewToken, { params, headers })).toBe('201');
  expect(await codeOf(CloseChat, { params, headers })).toBe('202');
  for (const door of [ReadChat, RenewToken, CloseChat]) expect(await codeOf(door, { params })).toBe('401 unauthorized');
  expect(await codeOf(SayInChat, { params, headers, body: { text: '' } })).toBe('422 field_invalid');
  expect(await codeOf(SayInChat, { params, headers, body: '{' })).toBe('400 body_not_json');
  expect(await codeOf(OpenChat, { body: { botId: 'nobody' } })).toBe('404 bot_unknown');
  expect(await codeOf(ReadLook, { params: { botId: 'shop' } })).toBe('200');
  expect(await codeOf(ReadLook, { params: { botId: 'nobody' } })).toBe('404 bot_unknown');
});
