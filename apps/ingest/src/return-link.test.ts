import { randomUUID } from 'node:crypto';
import { BotSettings, InputReceived } from '@backchannel/contracts';
import { linkSecretOf, type ReturnLink, signReturnLink } from '@backchannel/contracts/return-link';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Door, ids, linkSecrets, openDoor } from './door.fixture.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterEach(() => door.forget());
afterAll(() => door[Symbol.asyncDispose]());

const [secret, oldSecret] = linkSecrets;
const now = Math.floor(Date.now() / 1000);
const claims = (more: Partial<ReturnLink> = {}): ReturnLink => ({ id: 'link-1', ...ids, exp: now + 3600, ...more });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const by = (link: Partial<ReturnLink> = {}) => bearer(signReturnLink(claims(link), secret));
const contextVariables = [{ name: 'PaymentId', value: 'P-1' }];

test('the link says for whom: the ids may be left out', async () => {
  const { status, body } = await door.send({ body: { message: 'paid', contextVariables }, headers: by() });
  expect({ status, body }).toEqual({ status: 202, body: { inputId: expect.any(String), status: 'accepted' } });
  expect(await door.inputs()).toMatchObject([
    {
      kind: 'posted',
      inputId: body.inputId,
      ...ids,
      message: 'paid',
      variables: { PaymentId: 'P-1' },
      bot: { version: 3 },
      linkUntil: claims().exp * 1000,
    },
  ]);
});

test('ids that are there are those of the link; the scheme has no letter case', async () => {
  const authorization = `bearer ${signReturnLink(claims(), secret)}`;
  expect((await door.send({ body: ids, headers: { authorization } })).status).toBe(202);
});

test('a bot that takes no digest takes links', async () => {
  expect((await door.send({ body: {}, headers: by({ botId: 'strict' }) })).status).toBe(202);
});

test('while secrets change, links of the old one stay good', async () => {
  const headers = bearer(signReturnLink(claims(), oldSecret));
  expect((await door.send({ body: {}, headers })).status).toBe(202);
});

describe('generations of keys', () => {
  let changing: Door;
  beforeEach(async () => {
    changing = await openDoor();
  });
  afterEach(() => changing[Symbol.asyncDispose]());

  const keysAre = (...linkKeys: { generation: number; until?: number }[]) =>
    changing.broker.publish([BotSettings({ botId: 'shop', revision: 2, version: 3, linkKeys }, { time: 0 })]);
  const signedBy = (generation: number, secretOf: string = secret, botId = 'shop') =>
    bearer(signReturnLink(claims({ id: randomUUID() }), linkSecretOf(secretOf, { botId, generation })));
  const statusOf = async (headers: Record<string, string>) => (await changing.send({ body: {}, headers })).status;

  test('those that the settings list are good, under every secret; others, and those of other bots, are not', async () => {
    await keysAre({ generation: 1, until: Date.now() + 60_000 }, { generation: 2 });
    await expect.poll(() => statusOf(signedBy(2)), { timeout: 10_000 }).toBe(202);
    const all = [
      signedBy(1),
      signedBy(1, oldSecret),
      signedBy(2, oldSecret),
      signedBy(0),
      signedBy(3),
      signedBy(2, secret, 'shy'),
    ];
    expect(await Promise.all(all.map(statusOf))).toEqual([202, 202, 202, 401, 401, 401]);
  });

  test('one that ends ends by itself, at its time', { tags: 'long' }, async () => {
    const until = Date.now() + 2000;
    await keysAre({ generation: 0, until }, { generation: 1 });
    await expect.poll(() => statusOf(signedBy(1))).toBe(202);
    expect([await statusOf(signedBy(0)), Date.now() < until]).toEqual([202, true]);
    await expect.poll(() => statusOf(signedBy(0)), { interval: 20, timeout: 10_000 }).toBe(401);
    expect(Date.now()).toBeGreaterThanOrEqual(until);
  });

  test('after a rotation at once the old links are refused within a second', async () => {
    expect(await statusOf(signedBy(0))).toBe(202);
    const began = performance.now();
    await keysAre({ generation: 1 });
    await expect.poll(() => statusOf(signedBy(0)), { interval: 20 }).toBe(401);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

test("the link's message is posted where the body has none; its variables may be set, or left", async () => {
  const link = { message: 'paid', variables: ['PaymentId', 'Tip'] };
  expect((await door.send({ body: { contextVariables }, headers: by({ id: '1', ...link }) })).status).toBe(202);
  expect((await door.send({ body: { message: 'paid' }, headers: by({ id: '2', ...link }) })).status).toBe(202);
  expect(await door.inputs()).toMatchObject([
    { message: 'paid', variables: { PaymentId: 'P-1' } },
    { message: 'paid', variables: {} },
  ]);
});

test('a JWT library makes the same of the claims', async () => {
  const token = await new SignJWT(claims())
    .setProtectedHeader({ alg: 'HS256', typ: 'return+jwt' })
    .sign(new TextEncoder().encode(secret));
  expect((await door.send({ body: {}, headers: bearer(token) })).status).toBe(202);
});

describe('single use', () => {
  const post = (body: object, link: Partial<ReturnLink> = {}, more: Record<string, string> = {}) =>
    door.send({ body, headers: { ...by(link), ...more } });

  test('the same body is the same input, whether it repeats what the link says or not', async () => {
    const link = { message: 'paid' };
    const bodies = [{ contextVariables }, { contextVariables, ...ids }, { message: 'paid', contextVariables }];
    const answers: Awaited<ReturnType<Door['send']>>[] = [];
    for (const body of bodies) answers.push(await post(body, link));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => body.inputId)).size).toBe(1);
    const all = await door.inputs();
    expect(all).toHaveLength(3);
    expect(new Set(all.map(({ inputId, key }) => `${inputId} ${key}`)).size).toBe(1);
  });

  test('another body is another input under the same key: session refuses it', async () => {
    await post({ message: 'paid' });
    await post({ message: 'declined' });
    const [one, two] = await door.inputs();
    expect(two).toMatchObject({ key: one?.key, linkUntil: claims().exp * 1000 });
    expect(two?.inputId).not.toBe(one?.inputId);
  });

  test('an Idempotency-Key makes no second use of it, whatever it is', async () => {
    const keys = ['a', 'b', 'k'.repeat(300)];
    for (const key of keys) expect((await post({}, {}, { 'idempotency-key': key })).status).toBe(202);
    expect(new Set((await door.inputs()).map(({ key }) => key)).size).toBe(1);
  });

  test('two links are two keys, and no Idempotency-Key is the key of a link', async () => {
    await post({});
    await post({}, { id: 'link-2' });
    await post({}, { conversationId: randomUUID() });
    await door.send({ body: ids, headers: { 'idempotency-key': 'link-1' } });
    const all = await door.inputs();
    expect(new Set(all.map(({ key }) => key)).size).toBe(4);
    expect(all.map((input) => 'linkUntil' in input && input.linkUntil !== undefined)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('who waits hears the first outcome again, or that the link has been used', async () => {
    door.answersWith({ outcome: 'answered', turn: 4 });
    const wait = { prefer: 'wait=10' };
    const [one, two] = [await post({}, {}, wait), await post({}, {}, wait)];
    expect(one).toMatchObject({ status: 200, body: { status: 'answered', turn: 4 } });
    expect(two.body).toEqual(one.body);
  });

  test('that it has been used is a problem with the id of what was posted', async () => {
    door.answersWith({ outcome: 'rejected', code: 'link_used' });
    const answer = await post({ message: 'other' }, {}, { prefer: 'wait=10' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'link_used', inputId: expect.any(String) } });
  });
});

const variable = (...names: string[]) => ({ contextVariables: names.map((name) => ({ name, value: null })) });
interface Refusal {
  why: string;
  body?: unknown;
  headers?: Record<string, string>;
  status: number;
  code: string;
  pointer?: string;
  /** Strangers leave no trace. */
  stranger?: true;
}
const unauthorized = { status: 401, code: 'unauthorized', stranger: true } as const;
const mismatch = { status: 403, code: 'link_mismatch' };
const refusals: readonly Refusal[] = [
  { why: 'a body that is no object', body: [], status: 422, code: 'field_invalid', pointer: '', stranger: true },
  {
    why: 'an id that is no text, before the token is looked at',
    body: { userId: 7 },
    headers: bearer('x'),
    status: 422,
    code: 'field_invalid',
    pointer: '/userId',
    stranger: true,
  },
  { why: 'no token', headers: { authorization: 'Bearer' }, ...unauthorized },
  { why: 'a token that is none', headers: bearer('x.y.z'), ...unauthorized },
  {
    why: 'the digest as a token',
    headers: bearer('a0d9cf69fa7c6ddb2f361277d26953dd1e0cf367c238a0079ee02494b3ee3200'),
    ...unauthorized,
  },
  {
    why: 'a link without its scheme',
    body: ids,
    headers: { authorization: by().authorization.slice(7) },
    ...unauthorized,
  },
  {
    why: 'a link of another secret',
    headers: bearer(signReturnLink(claims(), 'a secret that nobody gave to ingest')),
    ...unauthorized,
  },
  { why: 'a token that is not signed', headers: bearer(new UnsecuredJWT(claims()).encode()), ...unauthorized },
  {
    why: 'a link that has ended, to the second',
    headers: by({ exp: now }),
    status: 401,
    code: 'token_expired',
    stranger: true,
  },
  { why: 'a bot that is gone', headers: by({ botId: 'gone' }), status: 404, code: 'bot_unknown', pointer: '/botId' },
  {
    why: 'a bot that is switched off',
    headers: by({ botId: 'off' }),
    status: 403,
    code: 'bot_disabled',
    pointer: '/botId',
  },
  { why: 'another bot', body: { botId: 'shy' }, ...mismatch, pointer: '/botId' },
  { why: 'another conversation', body: { conversationId: 'c-2' }, ...mismatch, pointer: '/conversationId' },
  { why: 'another user', body: { ...ids, userId: 'eve' }, ...mismatch, pointer: '/userId' },
  {
    why: 'a message that is no text',
    body: { message: null },
    headers: by({ message: 'paid' }),
    status: 422,
    code: 'field_invalid',
    pointer: '/message',
  },
  {
    why: 'a variable without a value',
    body: { contextVariables: [{ name: 'a' }] },
    headers: by({ variables: [] }),
    status: 422,
    code: 'field_missing',
    pointer: '/contextVariables/0/value',
  },
  {
    why: 'another message',
    body: { message: 'PAID' },
    headers: by({ message: 'paid' }),
    ...mismatch,
    pointer: '/message',
  },
  {
    why: 'another variable',
    body: variable('PaymentId', 'Price', 'Name'),
    headers: by({ variables: ['PaymentId', 'Tip'] }),
    ...mismatch,
    pointer: '/contextVariables/1/name',
  },
  {
    why: 'a variable where none may be set',
    body: variable('a'),
    headers: by({ variables: [] }),
    ...mismatch,
    pointer: '/contextVariables/0/name',
  },
];

test.each(refusals)(
  '$why is refused, and leaves nothing in the log',
  async ({ body = {}, headers = by(), status, code, pointer, stranger }) => {
    const answer = await door.send({ body, headers });
    expect({ status: answer.status, ...answer.body }).toMatchObject({
      status,
      code,
      type: `urn:backchannel:problem:${code}`,
    });
    expect(answer.body.pointer).toBe(pointer);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const told = { stage: 'refused', code, conversationId: ids.conversationId, door: 'link' };
    if (!stranger) await expect.poll(door.refusals).toMatchObject([told]);
    expect(await door.inputs()).toEqual([]);
    if (stranger) expect(door.refusals()).toEqual([]);
  },
);

test('a refusal does not use the link up', async () => {
  const headers = by({ message: 'paid' });
  await door.send({ body: { message: 'declined' }, headers });
  expect((await door.send({ body: { message: 'paid' }, headers })).status).toBe(202);
  expect((await door.inputs()).map((input) => InputReceived.schema.parse(input).kind)).toEqual(['posted']);
});
