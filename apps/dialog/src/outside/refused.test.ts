import type { LookupAddress } from 'node:dns';
import { describe, expect, test } from 'vitest';
import { openDoor, says, startApi } from './api.fixture.ts';
import { Guard } from './guard.ts';
import { resolveHost } from './lookup.ts';

const notPublic = /is refused: it is not on the public internet/;
const nobodyIsAsked = async () => expect.fail('a name server would be asked');

describe('an address of the inner network', () => {
  test.each([
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '127.1',
    '127.0.0.1.',
    '①②⑦.0.0.1',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '169.254.169.254',
  ])('written as %s reaches nobody', async (host) => {
    await using api = await startApi(says(200));
    await using door = openDoor({ guard: new Guard(), resolve: nobodyIsAsked });
    expect(await door.ask({ url: api.at(host) })).toEqual({ failed: expect.stringMatching(notPublic) });
    expect(api.heard).toEqual([]);
  });

  test('named localhost reaches nobody', async () => {
    await using api = await startApi(says(200));
    await using door = openDoor({ guard: new Guard(), resolve: resolveHost });
    expect(await door.ask({ url: api.at('localhost') })).toEqual({ failed: expect.stringMatching(notPublic) });
    expect(api.heard).toEqual([]);
  });

  test.each(['localhost.', 'metadata.test'])('behind the name %s reaches nobody', async (host) => {
    await using api = await startApi(says(200));
    await using door = openDoor({ guard: new Guard() });
    expect(await door.ask({ url: api.at(host) })).toEqual({ failed: expect.stringMatching(notPublic) });
    expect(api.heard).toEqual([]);
  });

  test('is not named to the author', async () => {
    await using door = openDoor({ guard: new Guard(), resolve: async () => [{ address: '10.9.8.7', family: 4 }] });
    const answer = await door.ask({ url: 'http://intranet.test/' });
    expect(JSON.stringify(answer)).not.toContain('10.9.8.7');
  });
});

describe('a name that', () => {
  const allowed: LookupAddress = { address: '127.0.0.1', family: 4 };
  const inner: LookupAddress = { address: '127.0.0.2', family: 4 };

  test.each([[[allowed, inner]], [[inner, allowed]], [[]]])('resolves to %j is refused', async (addresses) => {
    await using api = await startApi(says(200));
    await using door = openDoor({ resolve: async () => addresses });
    expect(await door.ask({ url: api.at('api.test') })).toEqual({ failed: expect.stringMatching(notPublic) });
    expect(api.heard).toEqual([]);
  });

  test('resolves to something else later: the address that was checked is the one that is called', async () => {
    await using good = await startApi(says(200, 'good', { connection: 'close' }));
    await using bad = await startApi(says(200, 'bad'), { address: '127.0.0.2', port: good.port });
    let lookups = 0;
    await using door = openDoor({ resolve: async () => [++lookups === 1 ? allowed : inner] });
    expect(await door.ask({ url: good.at('api.test') })).toMatchObject({ body: 'good' });
    expect(lookups).toBe(1);
    expect(await door.ask({ url: good.at('api.test') })).toEqual({ failed: expect.stringMatching(notPublic) });
    expect(bad.heard).toEqual([]);
  });

  test('the operator allows may be anywhere', async () => {
    await using api = await startApi(says(200, 'inner'), { address: '127.0.0.2' });
    await using door = openDoor({ guard: new Guard([`api.test:${api.port}`]), resolve: async () => [inner] });
    expect(await door.ask({ url: api.at('api.test') })).toMatchObject({ body: 'inner' });
    expect(await door.ask({ url: api.at('other.test') })).toEqual({ failed: expect.stringMatching(notPublic) });
  });
});

describe('a URL is refused that', () => {
  test.each([
    ['has another scheme', 'file:///etc/passwd', /begin with http/],
    ['is data', 'data:text/plain,a', /begin with http/],
    ['is not one', 'orders/7', /is not a URL/],
    ['has no host', 'http://', /is not a URL/],
    ['has a wrong port', 'http://127.0.0.1:99999/', /is not a URL/],
    ['has a password in it', 'http://ada:secret@127.0.0.1/', /no user and no password/],
    ['has a user in it', 'http://ada@127.0.0.1/', /no user and no password/],
    ['holds a line break', 'http://127.0.0.1/a\r\nHost: b', /holds a line break/],
    ['holds a tab', 'http://127.0.0.1/a\tb', /holds a line break/],
    ['ends in a line break', 'http://127.0.0.1/\n', /holds a line break/],
  ])('%s', async (_, url, sentence) => {
    await using door = openDoor();
    const answer = await door.ask({ url });
    expect(answer).toEqual({ failed: expect.stringMatching(sentence) });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});

describe('a header is refused that', () => {
  test.each([
    ['holds a line break', { 'X-Name': 'a\r\nX-Admin: yes' }, /"X-Name" holds a line break/],
    ['holds a lone line feed', { 'X-Name': 'a\n' }, /"X-Name" holds a line break/],
    ['holds a zero', { 'X-Name': 'a\0b' }, /"X-Name" holds a line break/],
    ['holds what headers do not carry', { 'X-Name': 'Zoë €' }, /"X-Name" holds a character/],
    ['is wrongly named', { 'X Name': 'a' }, /"X Name" has a name/],
    ['is named with a line break', { 'X\r\nY': 'a' }, /has a name/],
    ['has no name', { '': 'a' }, /"" has a name/],
    ['is there twice', { 'X-Name': 'a', 'x-name': 'b' }, /"x-name" is given twice/],
    ...[
      'Host',
      'content-length',
      'Transfer-Encoding',
      'Connection',
      'Upgrade',
      'TE',
      'Expect',
      'Proxy-Authorization',
    ].map((name) => [`is ${name}`, { [name]: '1' }, /is set by Backchannel/] as const),
  ] as const)('%s', async (_, headers, sentence) => {
    await using api = await startApi(says(200));
    await using door = openDoor();
    expect(await door.ask({ url: api.url, headers })).toEqual({ failed: expect.stringMatching(sentence) });
    expect(api.heard).toEqual([]);
  });

  test('but one with Latin letters is sent', async () => {
    await using api = await startApi(says(200));
    await using door = openDoor();
    await door.ask({ url: api.url, headers: { 'X-Name': 'Zoë' } });
    expect(api.heard[0]?.headers['x-name']).toBe('Zoë');
  });
});
