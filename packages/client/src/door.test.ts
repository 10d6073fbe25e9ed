import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  accepted,
  answered,
  cutOff,
  half,
  hangs,
  hangsUp,
  Misbehaving,
  receipt,
  refused,
  webPage,
} from './misbehaving.fixture.ts';
import { BackchannelError } from './problem.ts';
import { returnLink } from './return-link.ts';
import { type WebViewOptions, webView } from './web-view.ts';
import { webhook } from './webhook.ts';

const ids = { botId: 'shop', conversationId: 'c-1', userId: 'ada' };
const doorTo = ({ url }: Misbehaving, more: Partial<WebViewOptions> = {}) => webView({ baseUrl: url, ...ids, ...more });
/** The error that it throws. */
const thrown = async (attempt: Promise<unknown>) => {
  const error: unknown = await attempt.then(
    () => null,
    (error: unknown) => error,
  );
  if (error instanceof BackchannelError) return error;
  throw new Error('no BackchannelError', { cause: error });
};

describe('what is sent', () => {
  test('to the Web View Integration API: ids, message and variables, under the digest and a key', async () => {
    await using server = await Misbehaving.open(accepted);
    const variables = { PaymentStatus: 'PROCESSED', items: [1, null] };
    const answer = await doorTo(server).post({ message: 'paid', variables });
    expect(answer).toEqual({ inputId: '1', status: 'accepted' });
    const [{ method, path, headers, body } = fail()] = server.seen;
    expect({ method, path, body: JSON.parse(body) as unknown }).toEqual({
      method: 'POST',
      path: '/thirdparty-services-0.1/webview',
      body: {
        ...ids,
        message: 'paid',
        contextVariables: [
          { name: 'PaymentStatus', value: 'PROCESSED' },
          { name: 'items', value: [1, null] },
        ],
      },
    });
    expect(headers.authorization).toBe(hash('sha256', 'c-1 || shop'));
    expect(headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
    expect(headers).not.toHaveProperty('prefer');
  });

  test('to a webhook: the data as it is, under the token', async () => {
    await using server = await Misbehaving.open(answered);
    const url = `${server.url}/v1/hooks/h1/paid`;
    const door = webhook({ url, token: 'bcw_1' });
    await door.post({ sessionId: 'c-1', botId: 'shop', amount: 49 }, { idempotencyKey: 'order 7', wait: 5 });
    const [{ path, headers, body } = fail()] = server.seen;
    expect({ path, body }).toEqual({
      path: '/v1/hooks/h1/paid',
      body: '{"sessionId":"c-1","botId":"shop","amount":49}',
    });
    expect(headers).toMatchObject({ authorization: 'Bearer bcw_1', 'idempotency-key': 'order 7', prefer: 'wait=5' });
  });

  test('with a return link: what is in its address is enough', async () => {
    await using server = await Misbehaving.open(accepted);
    const address = new URL('https://pay.example/form?order=7');
    address.searchParams.set('returnUrl', `${server.url}/thirdparty-services-0.1/webview`);
    address.searchParams.set('returnToken', 'tok+en/=');
    await returnLink(address).post({ variables: { PaymentId: 'P-1' } });
    const [{ path, headers, body } = fail()] = server.seen;
    expect(path).toBe('/thirdparty-services-0.1/webview');
    expect(headers.authorization).toBe('Bearer tok+en/=');
    expect(headers).not.toHaveProperty('idempotency-key');
    expect(body).toBe('{"contextVariables":[{"name":"PaymentId","value":"P-1"}]}');
  });

  test('an address without a return link is refused', () => {
    expect(() => returnLink('https://pay.example/form')).toThrow('not one that a bot made');
  });

  test('below a path, where a proxy puts it', async () => {
    await using server = await Misbehaving.open(accepted, receipt('answered'));
    const door = doorTo(server, { baseUrl: `${server.url}/bots` });
    await door.post({});
    await door.input('1');
    expect(server.seen.map(({ path }) => path)).toEqual(['/bots/thirdparty-services-0.1/webview', '/bots/v1/inputs/1']);
  });
});

describe('trying again', () => {
  test.each<[string, Answer]>([
    ['nobody answers', hangsUp],
    ['half of an answer comes', half],
    ['an answer is cut off', cutOff],
    ['the server can not accept now', refused(503, 'unavailable')],
    ['a proxy says so', webPage(503)],
    ['there are too many requests', refused(429, 'rate_limited')],
  ])('when %s: the same post, with the same key', async (_, bad) => {
    await using server = await Misbehaving.open(bad, bad, accepted);
    expect(await doorTo(server).post({ message: 'paid' })).toMatchObject({ inputId: '1' });
    const [first = fail(), ...others] = server.seen.map(({ headers, body }) => [headers['idempotency-key'], body]);
    expect(others).toEqual([first, first]);
  });

  test('when an answer does not come in time', async () => {
    await using server = await Misbehaving.open(hangs, accepted);
    expect(await doorTo(server, { timeoutMs: 100 }).post({})).toMatchObject({ inputId: '1' });
  });

  test('not sooner than the server asks', { tags: 'long' }, async () => {
    await using server = await Misbehaving.open(refused(429, 'rate_limited', { 'retry-after': '1' }), accepted);
    await doorTo(server).post({});
    const [first = fail(), second = fail()] = server.seen;
    expect(second.at - first.at).toBeGreaterThanOrEqual(1000);
  });

  test('not at all when that is too long', async () => {
    await using server = await Misbehaving.open(refused(503, 'unavailable', { 'retry-after': '3600' }));
    expect(await thrown(doorTo(server).post({}))).toMatchObject({ code: 'unavailable', status: 503 });
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    [hangsUp, { code: 'unreachable', status: 0 }],
    [hangs, { code: 'timeout', status: 0 }],
    [refused(503, 'unavailable'), { code: 'unavailable', status: 503 }],
    [webPage(503), { code: 'unexpected_answer', status: 503 }],
  ])('ends some time', { tags: 'long' }, async (bad, wanted) => {
    await using server = await Misbehaving.open(bad);
    expect(await thrown(doorTo(server, { retries: 2, timeoutMs: 100 }).post({}))).toMatchObject(wanted);
    expect(server.seen).toHaveLength(3);
  });

  test.each([400, 401, 403, 404, 409, 413, 422, 500, 501, 502, 504])('%i is an answer: never', async (status) => {
    await using server = await Misbehaving.open(refused(status, 'field_invalid'), accepted);
    const error = await thrown(doorTo(server).post({}));
    expect(error).toMatchObject({ code: 'field_invalid', status, pointer: '/message', inputId: '7' });
    expect(error.message).toBe('field_invalid: /message: too long');
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    [webPage(502), { code: 'unexpected_answer', status: 502 }],
    [webPage(301), { code: 'unexpected_answer', status: 301 }],
  ])('nor what is no answer of Backchannel', async (bad, wanted) => {
    await using server = await Misbehaving.open(bad);
    expect(await thrown(doorTo(server).post({}))).toMatchObject(wanted);
    expect(server.seen).toHaveLength(1);
  });
});

describe('the outcome', () => {
  test('is asked for until it is known, a moment before anything is known too', { tags: 'long' }, async () => {
    const unknown = refused(404, 'not_found');
    await using server = await Misbehaving.open(unknown, receipt('accepted'), receipt('applied'));
    expect(await doorTo(server).outcome('1')).toEqual({ inputId: '1', status: 'applied' });
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(3).fill('GET /v1/inputs/1'));
    expect(new Set(server.seen.map(({ headers }) => headers.authorization)).size).toBe(1);
  });

  test.each([
    ['rejected', 'busy'],
    ['failed', 'input_failed'],
    ['refused', 'field_invalid'],
  ])('%s is an error', async (outcome, code) => {
    await using server = await Misbehaving.open(receipt(outcome, code));
    expect(await thrown(doorTo(server).outcome('1'))).toMatchObject({ code, inputId: '1', status: 0 });
    expect(await doorTo(server).input('1')).toMatchObject({ outcome, code });
  });

  test('that does not come in time is an error, but not where a post waits for it', async () => {
    await using server = await Misbehaving.open(accepted, receipt('accepted'));
    expect(await doorTo(server).post({}, { wait: 0.3 })).toMatchObject({ status: 'accepted' });
    expect(await thrown(doorTo(server).outcome('1', { wait: 0.3 }))).toMatchObject({
      code: 'no_outcome',
      inputId: '1',
    });
  });

  test('is read elsewhere where that is said', async () => {
    await using ingest = await Misbehaving.open(accepted);
    await using control = await Misbehaving.open(receipt('answered'));
    await doorTo(ingest, { inputsUrl: control.url }).outcome('1');
    expect([ingest.seen.length, control.seen.length]).toEqual([0, 1]);
  });
});

describe('an aborted call', () => {
  test.each<[string, Answer]>([
    ['while the server thinks', hangs],
    ['between two attempts', refused(503, 'unavailable', { 'retry-after': '30' })],
  ])('throws the reason of the signal %s', async (_, bad) => {
    await using server = await Misbehaving.open(bad);
    const controller = new AbortController();
    const call = doorTo(server).post({}, { signal: controller.signal });
    await expect.poll(() => server.seen.length).toBe(1);
    controller.abort(new Error('the page is closed'));
    await expect(call).rejects.toThrow('the page is closed');
    expect(server.seen).toHaveLength(1);
  });

  test('before it began sends nothing', async () => {
    await using server = await Misbehaving.open(accepted);
    await expect(doorTo(server).post({}, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
    expect(server.seen).toHaveLength(0);
  });
});

function fail(): never {
  throw new Error('the server has seen less than that');
}
