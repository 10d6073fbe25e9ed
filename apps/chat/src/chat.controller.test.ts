import { randomUUID } from 'node:crypto';
import { ConversationLog, ConversationOpened, InputReceived } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { call, open, Stage, secret, until } from './stage.fixture.ts';
import { Tokens } from './tokens.ts';

async function begin() {
  const stage = new Stage();
  await stage.bot();
  const address = await stage.chat();
  const log: InputReceived[] = [];
  await stage.broker.follow({
    topics: [ConversationLog],
    from: 'now',
    hear: ({ event }) => event?.type === InputReceived.type && log.push(event.data as InputReceived),
  });
  const opened = await open(address, { userId: 'ada', attributes: { page: '/cart' } });
  const conversation = `${address}/v1/conversations/${opened.conversationId}`;
  const { token } = opened;
  const dispose = () => stage[Symbol.asyncDispose]();
  return { stage, address, log, opened, token, conversation, [Symbol.asyncDispose]: dispose };
}

test('a person comes to a bot: the log has it, and they get the key of their conversation', async () => {
  await using chat = await begin();
  const { conversationId } = ConversationOpened.parse(chat.opened);
  expect(chat.opened).toMatchObject({
    userId: 'ada',
    botId: 'shop',
    socket: expect.stringMatching(/^ws.*\/v1\/socket$/),
  });
  await until(() => chat.log.length === 1);
  expect(chat.log).toMatchObject([
    {
      kind: 'opened',
      conversationId,
      botId: 'shop',
      userId: 'ada',
      attributes: { page: '/cart' },
      bot: { version: 1 },
    },
  ]);
});

test('a person without an id gets one', async () => {
  await using chat = await begin();
  const [one, two] = [await open(chat.address), await open(chat.address)];
  expect(one.userId).toMatch(/^[0-9a-f-]{36}$/);
  expect(two.userId).not.toBe(one.userId);
});

test('what is said is in the log when it is accepted; sent again with its id it is the same input', async () => {
  await using chat = await begin();
  const { token } = chat;
  const body = { id: randomUUID(), text: 'hello' };
  const first = await call(`${chat.conversation}/messages`, { token, body });
  expect(first).toMatchObject({ status: 202, body: { inputId: expect.any(String) } });
  expect((await call(`${chat.conversation}/messages`, { token, body })).body).toEqual(first.body);
  await until(() => chat.log.length === 3);
  expect(chat.log[1]).toMatchObject({ kind: 'said', text: 'hello', inputId: first.body.inputId });
});

test('the result of a page function is an input of its own kind', async () => {
  await using chat = await begin();
  await call(`${chat.conversation}/messages`, { token: chat.token, body: { callId: 'call-1', value: { ok: true } } });
  await until(() => chat.log.length === 2);
  expect(chat.log[1]).toMatchObject({ kind: 'returned', callId: 'call-1', value: { ok: true } });
});

test('closing is an input, the same however often', async () => {
  await using chat = await begin();
  const { token } = chat;
  const [one, two] = [1, 2].map(() => call(`${chat.conversation}/close`, { token, method: 'POST' }));
  expect((await one)?.status).toBe(202);
  expect((await one)?.body).toEqual((await two)?.body);
});

test('a transcript is read page by page', async () => {
  await using chat = await begin();
  const { token } = chat;
  const replies = Array.from({ length: 5 }, (_, i) => ({ id: `1:${i}`, type: 'text', text: `${i}` }));
  await chat.stage.answer(chat.opened.conversationId, { replies });
  const read = (query = '') => call(`${chat.conversation}/messages${query}`, { token });
  await until(async () => (await read()).body.messages.length === 5);
  expect((await read('?after=1&limit=2')).body).toMatchObject({
    messages: [{ seq: 2, text: '1' }, { seq: 3 }],
    next: 3,
  });
  expect((await read('?after=5')).body).toMatchObject({ epoch: expect.stringMatching(/./), messages: [], next: 5 });
  expect(Object.keys((await read('?limit=1')).body.messages[0])).toEqual(
    expect.not.arrayContaining(['inputId', 'turn']),
  );
  expect(await read('?limit=1000')).toMatchObject({ status: 422, body: { code: 'field_invalid', pointer: '/limit' } });
});

test('a token is renewed by one that still is good', async () => {
  await using chat = await begin();
  const { status, body } = await call(`${chat.conversation}/token`, { token: chat.token, method: 'POST' });
  expect(status).toBe(201);
  expect((await call(`${chat.conversation}/messages`, { token: body.token })).status).toBe(200);
});

test('each refusal says what is wrong', async () => {
  await using chat = await begin();
  const { token, conversation, address } = chat;
  const conversations = `${address}/v1/conversations`;
  const other = await open(address);
  const now = Math.floor(Date.now() / 1000);
  const claims = { conversation: chat.opened.conversationId, bot: 'shop', user: 'ada' };
  const old = await new Tokens([secret]).sign({ ...claims, exp: now - 1 });
  const foreign = await new Tokens(['another secret that is long enough']).sign({ ...claims, exp: now + 60 });
  const messages = `${conversation}/messages`;
  const text = { text: 'x' };
  const answers = [
    [await call(conversations, { body: {} }), 422, 'field_missing', '/botId'],
    [await call(conversations, { body: { botId: 'x'.repeat(101) } }), 422, 'field_invalid', '/botId'],
    [await call(conversations, { body: { botId: 'nobody' } }), 404, 'bot_unknown', '/botId'],
    [await call(messages, { body: text }), 401, 'unauthorized'],
    [await call(messages, { token: 'x', body: text }), 401, 'unauthorized'],
    [await call(messages, { token: foreign, body: text }), 401, 'unauthorized'],
    [await call(messages, { token: old, body: text }), 401, 'token_expired'],
    [await call(messages, { token: other.token, body: text }), 401, 'unauthorized'],
    [await call(`${conversations}/unheard-of/messages`, { token, body: text }), 401, 'unauthorized'],
    [await call(messages, { token, body: { text: '  ' } }), 422, 'field_invalid', '/text'],
    [await call(messages, { token, body: { text: 'x', id: 'not a uuid' } }), 422, 'field_invalid', '/id'],
  ] as const;
  for (const [{ status, body, headers }, expected, code, pointer] of answers) {
    expect({ status, code: body.code, pointer: body.pointer }).toEqual({ status: expected, code, pointer });
    expect(headers.get('content-type')).toMatch('application/problem+json');
  }
});

test.each([
  ['a page’s result', { callId: 'call-1', value: '@' }, '/value'],
  ['an attribute', { botId: 'shop', attributes: { page: '@' } }, '/attributes/page'],
])('%s may be nested fifty deep, and no deeper', async (_, body, pointer) => {
  await using chat = await begin();
  const url = 'callId' in body ? `${chat.conversation}/messages` : `${chat.address}/v1/conversations`;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${chat.token}` };
  // By hand: `JSON.stringify` would not come to the end of it.
  const post = async (depth: number) => {
    const text = JSON.stringify(body).replace('"@"', '['.repeat(depth) + ']'.repeat(depth));
    const response = await fetch(url, { method: 'POST', headers, body: text });
    return { status: response.status, body: await response.json() };
  };
  expect((await post(50)).status).toBeLessThan(300);
  for (const depth of [51, 30_000])
    expect(await post(depth)).toMatchObject({ status: 422, body: { code: 'field_invalid', pointer } });
});

test('a bot that is switched off hears nobody, and what it said can still be read', async () => {
  await using chat = await begin();
  const { token } = chat;
  await chat.stage.bot({ revision: 2, enabled: false });
  const say = () => call(`${chat.conversation}/messages`, { token, body: { text: 'x' } });
  await until(async () => (await say()).status === 403);
  expect((await say()).body).toMatchObject({ code: 'bot_disabled' });
  expect((await call(`${chat.address}/v1/conversations`, { body: { botId: 'shop' } })).body.code).toBe('bot_disabled');
  expect((await call(`${chat.conversation}/messages`, { token })).status).toBe(200);
});

test('browsers may ask from anywhere, and the bot decides which page is let in', async () => {
  await using chat = await begin();
  const { token } = chat;
  const preflight = await call(`${chat.conversation}/messages`, {
    method: 'OPTIONS',
    headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization');
  expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');

  await chat.stage.bot({ revision: 2, origins: ['https://shop.example'] });
  const from = (origin: string) => call(`${chat.conversation}/messages`, { token, headers: { origin } });
  await until(async () => (await from('https://evil.example')).status === 403);
  const refused = await from('https://evil.example');
  expect(refused.body.code).toBe('origin_forbidden');
  // Readable for the page, so that its author finds out.
  expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  expect((await from('https://shop.example')).status).toBe(200);
});
