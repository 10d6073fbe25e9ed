import { describe, expect, test } from 'vitest';
import { type Behaviour, openDoor, says, startApi } from './api.fixture.ts';
import { Credentials } from './credentials.ts';
import type { Method } from './request.ts';

const to = (location: string, status = 302) => says(status, '', { location });
const failed = (sentence: RegExp) => ({ failed: expect.stringMatching(sentence) });
/** Sends everything at `/` on, and answers elsewhere. */
const once =
  (sendOn: Behaviour): Behaviour =>
  (response, heard) =>
    (heard.url === '/' ? sendOn : says(200, 'there'))(response, heard);

describe('a redirect', () => {
  const followed: [status: number, method: Method, as: Method][] = [
    ...[301, 302, 303, 307, 308].map((status): [number, Method, Method] => [status, 'GET', 'GET']),
    ...[301, 302, 303, 307, 308].map((status): [number, Method, Method] => [status, 'HEAD', 'HEAD']),
    [303, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [307, 'PUT', 'PUT'],
    [308, 'DELETE', 'DELETE'],
  ];
  test.each(followed)('%d is followed by %s as %s', async (status, method, as) => {
    await using api = await startApi(once(to('/there', status)));
    await using door = openDoor();
    const body = method === 'POST' || method === 'PUT' ? '{}' : undefined;
    expect(await door.ask({ method, url: api.url, body })).toMatchObject({ status: 200 });
    expect(api.heard[1]).toMatchObject({ method: as, url: '/there', body: as === 'PUT' ? '{}' : '' });
    const about = as === 'PUT' ? 'application/json;charset=UTF-8' : undefined;
    expect(api.heard[1]?.headers['content-type']).toBe(about);
  });

  const told: [status: number, method: Method][] = [
    [301, 'POST'],
    [302, 'PUT'],
    [307, 'POST'],
    [308, 'PATCH'],
    [304, 'GET'],
  ];
  test.each(told)('%d is the answer to %s', async (status, method) => {
    await using api = await startApi(once(to('/there', status)));
    await using door = openDoor();
    expect(await door.ask({ method, url: api.url })).toMatchObject({ status, headers: { location: '/there' } });
    expect(api.heard).toHaveLength(1);
  });

  test('without a place to go to is the answer', async () => {
    await using api = await startApi(says(302));
    await using door = openDoor();
    expect(await door.ask({ url: api.url })).toMatchObject({ status: 302 });
  });

  test('is followed five times and not six', async () => {
    const after =
      (times: number): Behaviour =>
      (response, heard) => {
        const n = Number(heard.url.slice(1));
        (n < times ? to(`/${n + 1}`) : says(200, 'end'))(response, heard);
      };
    await using five = await startApi(after(5));
    await using six = await startApi(after(6));
    await using door = openDoor();
    expect(await door.ask({ url: `${five.url}/0` })).toMatchObject({ body: 'end' });
    expect(await door.ask({ url: `${six.url}/0` })).toEqual(failed(/more than 5 times/));
    expect(six.heard).toHaveLength(6);
  });

  test.each([
    ['an inner address', (port: number) => `http://127.0.0.2:${port}/`, /127\.0\.0\.2 is refused/],
    ['an inner address in disguise', (port: number) => `//0x7f000002:${port}/`, /127\.0\.0\.2 is refused/],
    ['the metadata of the machine', () => 'http://169.254.169.254/latest', /169\.254\.169\.254 is refused/],
    ['a file', () => 'file:///etc/passwd', /begin with http/],
    ['a password', () => 'http://a:b@127.0.0.1/', /no user and no password/],
    ['nowhere', () => 'http://', /not right/],
  ])('to %s is refused', async (_, location, sentence) => {
    await using api = await startApi(once((response, heard) => to(location(api.port))(response, heard)));
    await using inner = await startApi(says(200, 'inner'), { address: '127.0.0.2', port: api.port });
    await using door = openDoor();
    expect(await door.ask({ url: api.url })).toEqual(failed(sentence));
    expect(inner.heard).toEqual([]);
  });

  test('from https to http is refused', async () => {
    await using plain = await startApi(says(200));
    await using api = await startApi(to(plain.url), { secure: true });
    await using door = openDoor();
    expect(await door.ask({ url: api.url })).toEqual(failed(/without TLS/));
    expect(plain.heard).toEqual([]);
  });

  const headers = {
    Authorization: 'Basic abc',
    Cookie: 'a=b',
    'X-Api-Key': 'k',
    'Accept-Language': 'de',
    Accept: 'text/csv',
  };
  const credentials = new Credentials({ shop: { crm: { type: 'header', name: 'X-Crm', value: 'open sesame' } } });

  test('to another origin takes nothing with it that proves who asks', async () => {
    await using other = await startApi(says(200));
    await using api = await startApi(to(`${other.url}/there`));
    await using door = openDoor({ credentials });
    await door.ask({ url: api.url, headers, credential: 'crm' });
    expect(api.heard[0]?.headers).toMatchObject({ authorization: 'Basic abc', cookie: 'a=b', 'x-crm': 'open sesame' });
    const { host: _, connection: __, ...seen } = other.heard[0]?.headers ?? {};
    expect(seen).toEqual({
      accept: 'text/csv',
      'accept-language': 'de',
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': 'Backchannel',
    });
  });

  test('at the same origin takes all with it', async () => {
    await using api = await startApi(once(to('/there')));
    await using door = openDoor({ credentials });
    await door.ask({ url: api.url, headers, credential: 'crm' });
    expect(api.heard[1]?.headers).toMatchObject({ authorization: 'Basic abc', cookie: 'a=b', 'x-crm': 'open sesame' });
  });

  test('to somebody who is not there: a POST is not made twice', async () => {
    await using api = await startApi(to('http://127.0.0.1:1/', 303));
    await using door = openDoor();
    expect(await door.ask({ method: 'POST', url: api.url })).toEqual(failed(/ECONNREFUSED/));
    expect(api.heard).toHaveLength(1);
  });
});
