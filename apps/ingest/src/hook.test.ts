import { limits } from '@backchannel/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Door, ids, nested, openDoor } from './door.fixture.ts';
import { hookWith, newToken, postIds, postTo } from './hook.fixture.ts';

const [token, other] = [newToken(), newToken()];
const order = {
  type: 'object',
  required: ['order'],
  properties: { order: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } },
};
const endpoints = {
  paid: { attribute: 'payment', target: { dialog: 'Paid' }, text: 'Order {/order/id} is paid{/by}.' },
  parts: {
    mappings: [
      { pointer: '/order/id', attribute: 'orderId' },
      { pointer: '/order/items/0', attribute: 'first' },
      { pointer: '/none', attribute: 'untouched' },
    ],
    busy: 'reject',
  },
  checked: { attribute: 'order', schema: order },
  shown: { text: '{/text}' },
  twice: { attribute: 'all', mappings: [{ pointer: '', attribute: 'again' }] },
};

const bots = [
  { botId: 'shop', hook: hookWith('h-shop', endpoints, other, token) },
  { botId: 'tea', hook: hookWith('h-tea', endpoints, newToken()) },
  { botId: 'off', enabled: false, hook: hookWith('h-off', endpoints, token) },
  { botId: 'bare' },
];

let door: Door;
beforeAll(async () => {
  door = await openDoor({ bots });
});
afterEach(() => door.forget());
afterAll(() => door[Symbol.asyncDispose]());
const post = (endpoint: string, data: object, more: object = {}) =>
  postTo(door, { token, endpoint, body: { ...postIds, ...data }, ...more });

test('what is posted is accepted once the log has it, with what its endpoint makes of it', async () => {
  const data = { order: { id: 'O-7', items: ['lamp'] }, price: 12.5, by: ' by card' };
  const { status, body } = await post('paid', data);
  expect({ status, body }).toEqual({ status: 202, body: { inputId: expect.any(String), status: 'accepted' } });
  const [input] = await door.inputs();
  expect(input).toMatchObject({
    kind: 'posted',
    inputId: body.inputId,
    conversationId: ids.conversationId,
    botId: 'shop',
    endpoint: 'paid',
    target: { dialog: 'Paid' },
    busy: 'queue',
    variables: { payment: data },
    message: 'Order O-7 is paid by card.',
    bot: { version: 3, sessionMs: limits.sessionMs, lateMessageMs: limits.lateMessageMs },
  });
  expect(input).not.toHaveProperty('hidden');
  expect(input).not.toHaveProperty('userId');
});

test('the ids may have the names that the page function has for them', async () => {
  const names = { session_id: ids.conversationId, chatbot_id: ids.botId };
  expect((await postTo(door, { token, body: { ...names, a: 1 } })).status).toBe(202);
  expect((await postTo(door, { token, body: { ...names, ...postIds, a: 1 } })).status).toBe(202);
  for (const input of await door.inputs()) {
    expect(input).toMatchObject({ conversationId: ids.conversationId, variables: { payment: { a: 1 } } });
  }
});

test('data may be nested fifty deep, itself included', async () => {
  expect((await postTo(door, { token, text: withData(nested(49)) })).status).toBe(202);
  expect(await door.inputs()).toMatchObject([{ variables: { payment: { a: JSON.parse(nested(49)) } } }]);
});

test('an endpoint may keep parts; what is not there changes nothing, and what is null goes', async () => {
  await post('parts', { order: { id: 7, items: [null, 'b'] } });
  await post('parts', {});
  expect(await door.inputs()).toMatchObject([
    { variables: { orderId: 7, first: null }, busy: 'reject' },
    { variables: {}, busy: 'reject' },
  ]);
  const [first, second] = await door.inputs();
  for (const input of [first, second]) expect(input).not.toHaveProperty('variables.untouched');
  expect(first).not.toHaveProperty('message');
});

test('a text in which there is nothing shows nothing', async () => {
  await post('shown', {});
  await post('shown', { text: '  ' });
  for (const input of await door.inputs()) expect(input).not.toHaveProperty('message');
});

test('any of the tokens is good, and the scheme may be written in any way', async () => {
  const body = { ...postIds };
  expect((await postTo(door, { token: other, body })).status).toBe(202);
  expect((await postTo(door, { body, headers: { authorization: `bearer  ${token}` } })).status).toBe(202);
});

const withData = (text: string) => JSON.stringify({ ...postIds, a: '@' }).replace('"@"', text);
const withIds = (more: object) => ({ ...postIds, ...more });
type Refusal = [why: string, Parameters<typeof postTo>[1], { status: number; code: string; pointer?: string }];
const strangers: Refusal[] = [
  ['another method', { method: 'GET' }, { status: 405, code: 'method_not_allowed' }],
  [
    'another media type',
    { text: 'a=b', headers: { 'content-type': 'text/plain' } },
    { status: 415, code: 'unsupported_media_type' },
  ],
  [
    'a body of more than 64 kB',
    { body: { a: 'x'.repeat(limits.inputBytes) } },
    { status: 413, code: 'body_too_large' },
  ],
  ['a body that is not JSON', { text: '{' }, { status: 400, code: 'body_not_json' }],
  ['a name that no object can keep', { text: '{"__proto__":1}' }, { status: 400, code: 'body_not_json' }],
  ['a body that is no object', { text: '[]' }, { status: 422, code: 'field_invalid', pointer: '' }],
  ['no sessionId', { body: { botId: 'shop' } }, { status: 422, code: 'field_missing', pointer: '/sessionId' }],
  ['no botId', { body: { session_id: 'x' } }, { status: 422, code: 'field_missing', pointer: '/botId' }],
  [
    'an id that is no text',
    { body: withIds({ chatbot_id: 7 }) },
    { status: 422, code: 'field_invalid', pointer: '/chatbot_id' },
  ],
  [
    'two session ids that differ',
    { body: withIds({ session_id: 'x' }) },
    { status: 422, code: 'field_invalid', pointer: '/session_id' },
  ],
  [
    'two bot ids that differ',
    { body: withIds({ chatbot_id: 'tea' }) },
    { status: 422, code: 'field_invalid', pointer: '/chatbot_id' },
  ],
  [
    'data that is nested too deep',
    { text: withData(nested(50)) },
    { status: 422, code: 'field_invalid', pointer: '/a' },
  ],
  [
    'data that is nested as deep as a body can hold',
    { text: withData(nested(30_000)), headers: { 'idempotency-key': 'k' } },
    { status: 422, code: 'field_invalid', pointer: '/a' },
  ],
  ['no token', { body: postIds, token: undefined }, { status: 401, code: 'unauthorized' }],
  ['a token that was never given out', { body: postIds, token: newToken() }, { status: 401, code: 'unauthorized' }],
  ['a token cut short', { body: postIds, token: token.slice(0, -1) }, { status: 401, code: 'unauthorized' }],
  ['an empty token', { body: postIds, token: '' }, { status: 401, code: 'unauthorized' }],
  [
    'a token in another scheme',
    { body: postIds, headers: { authorization: `Basic ${token}` } },
    { status: 401, code: 'unauthorized' },
  ],
  ["another hook's token", { body: postIds, hookId: 'h-tea' }, { status: 401, code: 'unauthorized' }],
  ['a hook that there is not', { body: postIds, hookId: 'h-none' }, { status: 401, code: 'unauthorized' }],
];
const known: Refusal[] = [
  ['an unknown bot', { body: withIds({ botId: 'nobody' }) }, { status: 404, code: 'bot_unknown', pointer: '/botId' }],
  [
    'an unknown bot by its other name',
    { body: { session_id: ids.conversationId, chatbot_id: 'nobody' } },
    { status: 404, code: 'bot_unknown', pointer: '/chatbot_id' },
  ],
  [
    'the hook of another bot',
    { body: withIds({ botId: 'tea' }) },
    { status: 403, code: 'forbidden', pointer: '/botId' },
  ],
  [
    'a bot that is switched off',
    { hookId: 'h-off', body: withIds({ botId: 'off' }) },
    { status: 403, code: 'bot_disabled', pointer: '/botId' },
  ],
  ['an endpoint that there is not', { endpoint: 'none', body: postIds }, { status: 404, code: 'not_found' }],
  ['an endpoint by birth', { endpoint: 'constructor', body: postIds }, { status: 404, code: 'not_found' }],
  [
    'a key that is too long',
    { body: postIds, headers: { 'idempotency-key': 'k'.repeat(256) } },
    { status: 422, code: 'header_invalid' },
  ],
  [
    'data without what the schema wants',
    { endpoint: 'checked', body: withIds({ order: {} }) },
    { status: 422, code: 'field_missing', pointer: '/order/id' },
  ],
  [
    'data that the schema refuses',
    { endpoint: 'checked', body: withIds({ order: { id: 7 } }) },
    { status: 422, code: 'field_invalid', pointer: '/order/id' },
  ],
  [
    'more than can be shown',
    { endpoint: 'shown', body: withIds({ text: 'x'.repeat(limits.messageChars + 1) }) },
    { status: 422, code: 'field_invalid', pointer: '' },
  ],
  [
    'more than an input may be, when all is kept',
    { endpoint: 'twice', body: withIds({ text: 'x'.repeat(limits.inputBytes / 2) }) },
    { status: 413, code: 'body_too_large' },
  ],
];

describe.each([
  { who: 'a stranger', refusals: strangers, tracked: false },
  { who: 'who has the token', refusals: known, tracked: true },
])('to $who', ({ refusals, tracked }) => {
  test.each(refusals)('%s is refused, and leaves nothing in the log', async (_, request, { status, code, pointer }) => {
    const answer = await postTo(door, { token, ...request });
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect({ status: answer.status, code: answer.body.code, pointer: answer.body.pointer }).toEqual({
      status,
      code,
      pointer,
    });
    // The bot's owner can look up what was refused to who has a token; strangers leave no trace.
    if (tracked) {
      const { endpoint = 'paid', hookId = 'h-shop' } = request;
      const about = { conversationId: ids.conversationId, botId: hookId.slice(2), door: 'hook', endpoint };
      await expect.poll(door.refusals).toMatchObject([{ stage: 'refused', code, ...about }]);
    }
    expect(await door.inputs()).toEqual([]);
    if (!tracked) expect(door.refusals()).toEqual([]);
  });
});

test('a method that is not taken is told which is, and a browser may ask from any page', async () => {
  expect((await postTo(door, { method: 'PUT', text: '{}' })).headers.get('allow')).toBe('POST');
  const asked = await postTo(door, { method: 'OPTIONS', headers: { origin: 'https://pay.example' } });
  expect(asked.status).toBe(204);
  expect(asked.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
});

test.each(['/v1/hooks/h-shop/100%', '/v1/hooks/%E0%A4%A/paid', `/v1/hooks/h-shop/${'x'.repeat(101)}`])(
  'an address that can be none is nowhere: %s',
  async (path) => {
    const { status, headers, body } = await door.call(path, { body: postIds });
    expect(headers.get('content-type')).toMatch('application/problem+json');
    expect(headers.get('cache-control')).toBe('no-store');
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' });
  },
);

test('without a log nothing is accepted, and tokens are not looked at', async () => {
  await using cut = await openDoor({ bots });
  await cut.broker.close();
  for (const one of [token, newToken()]) {
    const { status, headers, body } = await postTo(cut, { token: one, body: postIds });
    expect({ status, code: body.code, again: headers.get('retry-after') }).toEqual({
      status: 503,
      code: 'unavailable',
      again: '1',
    });
  }
});

describe('Idempotency-Key', () => {
  const keyed = (data: object, { endpoint = 'parts', key = 'order-1' } = {}) =>
    post(endpoint, data, { headers: { 'idempotency-key': key } });

  test('the same post has the same id, by whichever names it has the ids', async () => {
    const one = await keyed({ a: 1 });
    const names = { session_id: ids.conversationId, chatbot_id: ids.botId, a: 1 };
    const headers = { 'idempotency-key': 'order-1' };
    const two = await postTo(door, { token, endpoint: 'parts', body: names, headers });
    expect(two.body).toEqual(one.body);
    const [first, second] = await door.inputs();
    expect(second).toMatchObject({ inputId: first?.inputId, key: first?.key });
  });

  test('another body has another id under the same key; another key or endpoint has another key', async () => {
    await keyed({ a: 1 });
    await keyed({ a: 2 });
    await keyed({ a: 1 }, { key: 'order-2' });
    await keyed({ a: 1 }, { endpoint: 'shown' });
    await door.send({ body: ids, headers: { 'idempotency-key': 'order-1' } });
    const all = await door.inputs();
    expect(new Set(all.map(({ inputId }) => inputId)).size).toBe(5);
    expect(all[1]?.key).toBe(all[0]?.key);
    expect(new Set(all.map(({ key }) => key)).size).toBe(4);
  });
});

test.each([
  [
    { outcome: 'answered', turn: 4 },
    { status: 200, body: { status: 'answered', turn: 4 } },
  ],
  [
    { outcome: 'rejected', code: 'conversation_unknown' },
    { status: 404, body: { code: 'conversation_unknown' } },
  ],
  [
    { outcome: 'rejected', code: 'bot_mismatch' },
    { status: 403, body: { code: 'bot_mismatch' } },
  ],
  [
    { outcome: 'rejected', code: 'busy' },
    { status: 409, body: { code: 'busy' } },
  ],
])('who waits is told the outcome %j', async (outcome, answer) => {
  door.answersWith(outcome);
  expect(await post('paid', {}, { headers: { prefer: 'wait=10' } })).toMatchObject(answer);
});
