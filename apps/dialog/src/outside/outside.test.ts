import { describe, expect, test } from 'vitest';
import { type Behaviour, inTurn, openDoor, says, startApi } from './api.fixture.ts';

const failed = (sentence: RegExp) => ({ failed: expect.stringMatching(sentence) });

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
    expect(await door.ask({ method: 'PUT', url: api.url, body: 'a' }, 'k')).toMatchObject({ status: 200, body: 'ok' });
    expect(api.heard.map(({ headers }) => headers['idempotency-key'])).toEqual(['k', 'k', 'k', 'k']);
    expect(api.heard.map(({ body }) => body)).toEqual(['a', 'a', 'a', 'a']);
  });

  test('and no more: then what the API said is the answer', async () => {
    await using api = await startApi(says(503, 'busy'));
    await using door = openDoor();
    expect(await door.ask({ url: api.url })).toMatchObject({ status: 503, body: 'busy' });
    expect(api.heard).toHaveLength(4);
  });

  test('when the connection breaks, unless the API may have done it already', async () => {
    await using api = await startApi((response) => response.destroy());
    await using door = openDoor();
    expect(await door.ask({ url: api.url })).toEqual(failed(/broke off the connection/));
    expect(api.heard).toHaveLength(4);
    expect(await door.ask({ method: 'POST', url: api.url })).toEqual(failed(/broke off the connection/));
    expect(await door.ask({ method: 'PATCH', url: api.url })).toEqual(failed(/broke off the connection/));
    expect(api.heard).toHaveLength(6);
  });

  test('not for a POST either when it went out over a connection that was there already', async () => {
    await using api = await startApi(inTurn(says(200), (response) => response.destroy()));
    await using door = openDoor();
    await door.ask({ method: 'POST', url: api.url });
    expect(await door.ask({ method: 'POST', url: api.url })).toEqual(failed(/broke off the connection/));
    expect(api.heard).toHaveLength(2);
  });

  test('not for a POST that the API was too busy for', async () => {
    await using api = await startApi(says(503));
    await using door = openDoor();
    expect(await door.ask({ method: 'POST', url: api.url })).toMatchObject({ status: 503 });
    expect(api.heard).toHaveLength(1);
  });

  test('also for a POST as long as nothing was sent', async () => {
    await using api = await startApi(says(201));
    let lookups = 0;
    const resolve = async () => {
      if (++lookups < 3) throw Object.assign(new Error('try again'), { code: 'EAI_AGAIN' });
      return [{ address: '127.0.0.1', family: 4 }];
    };
    await using door = openDoor({ resolve });
    expect(await door.ask({ method: 'POST', url: api.at('api.test') })).toMatchObject({ status: 201 });
    expect(lookups).toBe(3);
    expect(api.heard).toHaveLength(1);
  });

  test('not when the API says to wait longer than there is time', async () => {
    await using api = await startApi(says(429, 'later', { 'retry-after': '60' }));
    await using door = openDoor();
    expect(await door.ask({ url: api.url })).toMatchObject({ status: 429, body: 'later' });
    expect(api.heard).toHaveLength(1);
  });
});

describe('nobody answers', () => {
  test('where nobody listens', async () => {
    await using door = openDoor();
    expect(await door.ask({ url: 'http://127.0.0.1:1/' })).toEqual({
      failed: '127.0.0.1:1 can not be reached (ECONNREFUSED).',
    });
  });

  test('under a name that there is not', async () => {
    let lookups = 0;
    const resolve = async () => {
      lookups++;
      throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    };
    await using door = openDoor({ resolve });
    expect(await door.ask({ url: 'http://api.test/' })).toEqual({ failed: 'There is no host api.test.' });
    expect(lookups).toBe(1);
  });

  test.each([
    ['says nothing', () => {}],
    ['says half of it', (response) => response.writeHead(200).write('{')],
    ['is busy again and again', says(503)],
  ] as [string, Behaviour][])('in time when the API %s', { tags: 'long' }, async (what, behaviour) => {
    await using api = await startApi(behaviour);
    await using door = openDoor({ limits: { totalMs: 150, backoffMs: 100, retries: 99 } });
    const began = performance.now();
    const answer = await door.ask({ url: api.url });
    expect(performance.now() - began).toBeLessThan(2000);
    if (what.startsWith('is busy')) expect(answer).toMatchObject({ status: 503 });
    else expect(answer).toEqual(failed(/did not answer in time/));
  });

  test('while all places are taken', { tags: 'long' }, async () => {
    await using api = await startApi(() => {});
    await using door = openDoor({ limits: { totalMs: 150, inFlightPerOrigin: 1 } });
    const answers = await Promise.all([door.ask({ url: api.url }), door.ask({ url: api.url })]);
    expect(answers).toEqual([failed(/in time/), failed(/in time/)]);
    expect(api.heard).toHaveLength(1);
  });

  test("when nothing is left of the turn's time", async () => {
    await using api = await startApi(() => {});
    await using door = openDoor();
    const asking = { botId: 'shop', key: 'k', withinMs: 0 };
    expect(await door.outside.ask({ method: 'GET', url: api.url, headers: {} }, asking)).toEqual(failed(/in time/));
  });
});

describe('with TLS', () => {
  test('the certificate must be of the host, not of the address', async () => {
    await using api = await startApi(says(200, 'safe'), { secure: true });
    await using door = openDoor();
    expect(await door.ask({ url: api.at('api.test') })).toMatchObject({ body: 'safe' });
    expect(await door.ask({ url: api.at('wrong.test') })).toEqual(failed(/no safe connection to wrong\.test/));
    expect(api.heard).toHaveLength(1);
  });

  test('a certificate that nobody vouches for is refused', async () => {
    await using api = await startApi(says(200), { secure: true });
    await using door = openDoor({ ca: undefined });
    expect(await door.ask({ method: 'POST', url: api.at('api.test') })).toEqual(failed(/no safe connection/));
    expect(api.heard).toEqual([]);
  });

  test('a server that does not know TLS is refused', async () => {
    await using api = await startApi(says(200));
    await using door = openDoor();
    expect(await door.ask({ url: api.url.replace('http', 'https') })).toEqual(failed(/no safe connection/));
  });
});

test('a connection is used again', async () => {
  await using api = await startApi(says(200));
  let connections = 0;
  api.server.on('connection', () => connections++);
  await using door = openDoor();
  for (let i = 0; i < 5; i++) await door.ask({ url: api.url });
  expect(connections).toBe(1);
});

test('of one bot only so many calls to one origin are under way', async () => {
  const held: (() => void)[] = [];
  let most = 0;
  // Three at a time are let go: with fewer under way this would never end.
  await using api = await startApi((response) => {
    most = Math.max(
      most,
      held.push(() => response.end()),
    );
    if (held.length === 3) setImmediate(() => held.splice(0).forEach((end) => end()));
  });
  await using door = openDoor({ limits: { inFlightPerOrigin: 3 } });
  await Promise.all(Array.from({ length: 30 }, () => door.ask({ url: api.url })));
  expect(api.heard).toHaveLength(30);
  expect(most).toBe(3);
});
