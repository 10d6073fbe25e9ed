import { hash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { limits, webViewPath } from '@backchannel/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Door, ids, nested, openDoor, type Request } from './door.fixture.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterEach(() => door.forget());
afterAll(() => door[Symbol.asyncDispose]());
const send = (request: Request) => door.send(request);

test('the example of the document is accepted once the log has it', async () => {
  const contextVariables = [
    { name: 'PaymentId', value: '534e34fc89050304e6f6827c41c50410d7' },
    { name: 'PaymentStatus', value: 'PROCESSED' },
  ];
  const { status, body } = await send({ body: { ...ids, message: 'webrequest', contextVariables } });
  expect({ status, body }).toEqual({ status: 202, body: { inputId: expect.any(String), status: 'accepted' } });
  expect(await door.inputs()).toMatchObject([
    {
      kind: 'posted',
      inputId: body.inputId,
      ...ids,
      message: 'webrequest',
      variables: { PaymentId: '534e34fc89050304e6f6827c41c50410d7', PaymentStatus: 'PROCESSED' },
      bot: { version: 3, sessionMs: limits.sessionMs, lateMessageMs: limits.lateMessageMs },
    },
  ]);
});

test('the digest may be in upper case, as the document writes it', async () => {
  const authorization = hash('sha256', `${ids.conversationId} || ${ids.botId}`).toUpperCase();
  expect((await send({ body: ids, headers: { authorization } })).status).toBe(202);
});

test('values keep their type, and fields nobody knows are no reason to refuse', async () => {
  const values = ['text', 12.5, true, null, { deep: [1] }];
  const contextVariables = values.map((value, n) => ({ name: `v${n}`, value, note: 'ignored' }));
  expect((await send({ body: { ...ids, contextVariables, source: 'till 4' } })).status).toBe(202);
  expect(await door.inputs()).toMatchObject([
    { variables: { v0: 'text', v1: 12.5, v2: true, v3: null, v4: { deep: [1] } } },
  ]);
});

test('a value may be nested fifty deep', async () => {
  expect((await send({ text: withValue(nested(50)) })).status).toBe(202);
  expect(await door.inputs()).toMatchObject([{ variables: { a: JSON.parse(nested(50)) } }]);
});

test('a bot may hide what outside systems say', async () => {
  await send({ body: { ...ids, botId: 'shy', message: 'paid' } });
  expect(await door.inputs()).toMatchObject([{ message: 'paid', hidden: true }]);
});

const withValue = (text: string) =>
  JSON.stringify({ ...ids, contextVariables: [{ name: 'a', value: '@' }] }).replace('"@"', text);
const variable = (value: unknown) => ({ ...ids, contextVariables: value });
const refused: [why: string, Request, { status: number; code: string; pointer?: string; tracked?: boolean }][] = [
  ['another method', { method: 'GET' }, { status: 405, code: 'method_not_allowed' }],
  [
    'another media type',
    { text: 'a=b', headers: { 'content-type': 'text/plain' } },
    { status: 415, code: 'unsupported_media_type' },
  ],
  [
    'a body of more than 64 kB',
    { body: { ...ids, message: 'x'.repeat(limits.inputBytes) } },
    { status: 413, code: 'body_too_large' },
  ],
  ['a body that is not JSON', { text: '{"botId":' }, { status: 400, code: 'body_not_json' }],
  ['an empty body', { text: '' }, { status: 400, code: 'body_not_json' }],
  ['a body that is no object', { text: '[]' }, { status: 422, code: 'field_invalid', pointer: '' }],
  ['no botId', { body: { ...ids, botId: undefined } }, { status: 422, code: 'field_missing', pointer: '/botId' }],
  [
    'no conversationId',
    { body: { ...ids, conversationId: undefined } },
    { status: 422, code: 'field_missing', pointer: '/conversationId' },
  ],
  ['no userId', { body: { ...ids, userId: undefined } }, { status: 422, code: 'field_missing', pointer: '/userId' }],
  [
    'an id that is no text',
    { body: { ...ids, userId: 7 } },
    { status: 422, code: 'field_invalid', pointer: '/userId' },
  ],
  ['no digest', { body: ids, headers: { authorization: '' } }, { status: 401, code: 'unauthorized' }],
  [
    'the digest of other ids',
    { body: ids, headers: { authorization: 'a'.repeat(64) } },
    { status: 401, code: 'unauthorized' },
  ],
  [
    'an unknown bot',
    { body: { ...ids, botId: 'nobody' } },
    { status: 404, code: 'bot_unknown', pointer: '/botId', tracked: true },
  ],
  [
    'a bot that is switched off',
    { body: { ...ids, botId: 'off' } },
    { status: 403, code: 'bot_disabled', pointer: '/botId', tracked: true },
  ],
  [
    'a bot that takes no digest',
    { body: { ...ids, botId: 'strict' } },
    { status: 401, code: 'digest_disabled', tracked: true },
  ],
  [
    'a message that is no text',
    { body: { ...ids, message: 7 } },
    { status: 422, code: 'field_invalid', pointer: '/message', tracked: true },
  ],
  [
    'an empty message',
    { body: { ...ids, message: '' } },
    { status: 422, code: 'field_invalid', pointer: '/message', tracked: true },
  ],
  [
    'variables that are no list',
    { body: variable({ a: 1 }) },
    { status: 422, code: 'field_invalid', pointer: '/contextVariables', tracked: true },
  ],
  [
    'a variable without a name',
    {
      body: variable([
        { name: 'a', value: 1 },
        { employeeId: 'x', value: 1 },
      ]),
    },
    { status: 422, code: 'field_missing', pointer: '/contextVariables/1/name', tracked: true },
  ],
  [
    'a variable without a value',
    { body: variable([{ name: 'a' }]) },
    { status: 422, code: 'field_missing', pointer: '/contextVariables/0/value', tracked: true },
  ],
  [
    'a name that comes twice',
    {
      body: variable([
        { name: 'a', value: 1 },
        { name: 'a', value: 2 },
      ]),
    },
    { status: 422, code: 'field_invalid', pointer: '/contextVariables/1/name', tracked: true },
  ],
  [
    'a name that can not be kept',
    { body: variable([{ name: '__proto__', value: 1 }]) },
    { status: 422, code: 'field_invalid', pointer: '/contextVariables/0/name', tracked: true },
  ],
  [
    'a value that is nested too deep',
    { text: withValue(nested(51)) },
    { status: 422, code: 'field_invalid', pointer: '/contextVariables/0/value', tracked: true },
  ],
  [
    'a value that is nested as deep as a body can hold',
    { text: withValue(nested(30_000)), headers: { 'idempotency-key': 'k' } },
    { status: 422, code: 'field_invalid', pointer: '/contextVariables/0/value', tracked: true },
  ],
  [
    'a field nobody knows, nested as deep',
    {
      text: JSON.stringify({ ...ids, source: '@' }).replace('"@"', nested(30_000)),
      headers: { 'idempotency-key': 'k' },
    },
    { status: 422, code: 'field_invalid', pointer: '/source', tracked: true },
  ],
  [
    'a key that is too long',
    { body: ids, headers: { 'idempotency-key': 'k'.repeat(256) } },
    { status: 422, code: 'header_invalid', tracked: true },
  ],
];

test.each(refused)(
  '%s is refused, and leaves nothing in the log',
  async (_, request, { status, code, pointer, tracked = false }) => {
    const answer = await send(request);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.body).toMatchObject({
      type: `urn:backchannel:problem:${code}`,
      status,
      code,
      title: expect.any(String),
    });
    expect(answer.body.pointer).toBe(pointer);
    // Whoever is behind the digest can look up why; strangers leave no trace.
    if (tracked) {
      const about = { conversationId: ids.conversationId, botId: expect.any(String), door: 'webview' };
      await expect.poll(door.refusals).toMatchObject([{ stage: 'refused', code, ...about }]);
    }
    expect(await door.inputs()).toEqual([]);
  },
);

test('a method that is not taken is told which is', async () => {
  expect((await send({ method: 'GET' })).headers.get('allow')).toBe('POST');
});

test('without a log nothing is accepted', async () => {
  await using cut = await openDoor();
  await cut.broker.close();
  const { status, headers, body } = await cut.send({ body: ids });
  expect({ status, code: body.code, again: headers.get('retry-after') }).toEqual({
    status: 503,
    code: 'unavailable',
    again: '1',
  });
});

describe('CORS', () => {
  test('a browser may ask from any page', async () => {
    const headers = {
      origin: 'https://pay.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    };
    const answer = await send({ method: 'OPTIONS', headers, text: undefined });
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key, Prefer',
    });
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
  });
});

describe('Idempotency-Key', () => {
  const keyed = (body: object, key = 'order-1') =>
    send({ body: { ...ids, ...body }, headers: { 'idempotency-key': key } });

  test('the same request has the same id, however it is written', async () => {
    const [one, two] = [await keyed({ message: 'paid' }), await keyed({ message: 'paid' })];
    expect(two.body).toEqual(one.body);
    const [first, second] = await door.inputs();
    expect(second).toMatchObject({ inputId: first?.inputId, key: expect.any(String) });
    expect(second?.key).toBe(first?.key);
  });

  test('another body has another id under the same key; another key has another', async () => {
    for (const [message, key] of [
      ['paid', 'a'],
      ['declined', 'a'],
      ['paid', 'b'],
    ] as const)
      await keyed({ message }, key);
    const all = await door.inputs();
    const [first, second, third] = all;
    expect(second?.key).toBe(first?.key);
    expect(third?.key).not.toBe(first?.key);
    expect(new Set(all.map(({ inputId }) => inputId)).size).toBe(3);
  });

  test('without a key every request is its own', async () => {
    const [one, two] = [await send({ body: ids }), await send({ body: ids })];
    expect(one.body.inputId).not.toBe(two.body.inputId);
  });
});

describe('Prefer: wait', () => {
  const wait = (seconds: number) => send({ body: ids, headers: { prefer: `wait=${seconds}` } });

  test.each([
    [
      { outcome: 'answered', turn: 4 },
      { status: 'answered', turn: 4 },
    ],
    [
      { outcome: 'applied', note: 'message_too_late' },
      { status: 'applied', note: 'message_too_late' },
    ],
  ])('the outcome %j is the answer', async (outcome, body) => {
    door.answersWith(outcome);
    const answer = await wait(10);
    expect(answer).toMatchObject({ status: 200, body });
    expect(answer.headers.get('preference-applied')).toBe('wait=10');
  });

  test.each([
    ['conversation_unknown', 404],
    ['user_mismatch', 403],
    ['bot_mismatch', 403],
    ['conversation_closed', 409],
    ['queue_full', 409],
    ['busy', 409],
    ['idempotency_key_reused', 422],
  ])('the rejection %s is a problem with status %d', async (code, status) => {
    door.answersWith({ outcome: 'rejected', code });
    expect(await wait(10)).toMatchObject({ status, body: { code, inputId: expect.any(String) } });
  });

  test('who begins to wait while the door is being stopped is answered at once', async () => {
    const leaving = await openDoor();
    const authorization = hash('sha256', `${ids.conversationId} || ${ids.botId}`);
    const headers = { 'content-type': 'application/json', authorization, prefer: 'wait=20', expect: '100-continue' };
    const post = request(leaving.url + webViewPath, { method: 'POST', headers });
    post.flushHeaders();
    await once(post, 'continue');
    const stopped = leaving[Symbol.asyncDispose]();
    const [answer] = (await once(post.end(JSON.stringify(ids)), 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(202);
    await stopped;
  });

  test('without an outcome in time it is accepted', { tags: 'long' }, async () => {
    expect(await wait(1)).toMatchObject({ status: 202, body: { status: 'accepted' } });
  });
});
