import { describe, expect, test } from 'vitest';
import { inTurn, openDoor, says, startApi } from './api.fixture.ts';

describe('a call', () => {
  test('brings back what the API said', async () => {
    await using api = await startApi(says(404, '{"error":"none"}', { 'X-Trace': 'a', 'set-cookie': ['a=1', 'b=2'] }));
    await using door = openDoor();
    const answer = await door.ask({ url: `${api.url}/orders?id=7` });
    expect(answer).toMatchObject({ status: 404, body: '{"error":"none"}' });
    expect(answer).toMatchObject({ headers: { 'x-trace': 'a', 'set-cookie': 'a=1, b=2' } });
    expect(api.heard).toMatchObject([{ method: 'GET', url: '/orders?id=7', body: '' }]);
  });

  test('has a type, a key and a sender without the author saying so', async () => {
    await using api = await startApi(says(200));
    await using door = openDoor();
    await door.ask({ method: 'POST', url: api.url, body: '{"a":"ä"}' }, 'turn-7');
    expect(api.heard[0]).toMatchObject({
      body: '{"a":"ä"}',
      headers: {
        accept: 'application/json;charset=UTF-8',
        'content-type': 'application/json;charset=UTF-8',
        'content-length': '10',
        'idempotency-key': 'turn-7',
        'user-agent': 'Backchannel',
      },
    });
  });

  test("keeps the author's own headers", async () => {
    await using api = await startApi(says(200));
    await using door = openDoor();
    const headers = { 'Content-Type': 'text/plain', 'IDEMPOTENCY-KEY': 'mine', Accept: 'text/csv', 'user-agent': 'Me' };
    await door.ask({ method: 'PUT', url: api.url, body: 'a', headers });
    expect(api.heard[0]?.headers).toMatchObject({
      'content-type': 'text/plain',
      'idempotency-key': 'mine',
      accept: 'text/csv',
      'user-agent': 'Me',
    });
  });

  test('that only reads needs no key', async () => {
    await using api = await startApi(says(200));
    await using door = openDoor();
    await door.ask({ url: api.url });
    expect(api.heard[0]?.headers).not.toHaveProperty('idempotency-key');
    expect(api.heard[0]?.headers).not.toHaveProperty('content-type');
  });
});

describe('it is tried again', () => {
  test('up to three times, with the same key, when the API is busy', async () => {
    await using api = await startApi(
      inTurn(says(503), says(502), says(429, '', { 'retry-after': '0' }), says(200, 'ok')),
    );
    await using door = openDoor();
    expect(await door.ask({ method: 'PUT', url: api.url }, 'k')).toMatchObject({ status: 200, body: 'ok' });
    expect(api.heard.map(({ headers }) => headers['idempotency-key'])).toEqual(['k', 'k', 'k', 'k']);
  });
});
