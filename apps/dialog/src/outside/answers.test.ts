import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Behaviour, openDoor, says, startApi } from './api.fixture.ts';

const failed = (sentence: RegExp) => ({ failed: expect.stringMatching(sentence) });
const sends =
  (body: Uint8Array, headers: Record<string, string>): Behaviour =>
  (response) =>
    response.writeHead(200, headers).end(body);

describe('an answer is read that is', () => {
  const text = 'größer '.repeat(50);
  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['identity', Buffer.from(text)],
  ])('packed with %s', async (encoding, body) => {
    await using api = await startApi(sends(body, { 'content-encoding': encoding }));
    await using door = openDoor();
    expect(await door.ask({ url: api.url })).toMatchObject({ status: 200, body: text });
  });

  test('written in Latin-1', async () => {
    const body = Buffer.from('größer', 'latin1');
    await using api = await startApi(sends(body, { 'content-type': 'text/plain; charset=ISO-8859-1' }));
    await using door = openDoor();
    expect(await door.ask({ url: api.url })).toMatchObject({ body: 'größer' });
  });

  test('written wrongly: what can not be read is marked', async () => {
    await using api = await startApi(sends(Buffer.from([0x61, 0xff]), { 'content-type': 'application/json' }));
    await using door = openDoor();
    expect(await door.ask({ url: api.url })).toMatchObject({ body: 'a\ufffd' });
  });

  test.each([204, 304])('empty, of status %d, though it says that it is packed', async (status) => {
    await using api = await startApi(says(status, '', { 'content-encoding': 'gzip' }));
    await using door = openDoor();
    expect(await door.ask({ url: api.url })).toMatchObject({ status, body: '' });
  });

  test('only a head', async () => {
    await using api = await startApi(says(200, '', { 'content-length': '5000000', 'content-encoding': 'br' }));
    await using door = openDoor();
    expect(await door.ask({ method: 'HEAD', url: api.url })).toMatchObject({ status: 200, body: '' });
  });
});

describe('nobody has answered when the answer', () => {
  test('is larger than may be, and the rest of it is not read', async () => {
    let written = 0;
    await using api = await startApi((response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64_000))) written += 64_000;
      };
      response.on('drain', more);
      more();
    });
    await using door = openDoor();
    expect(await door.ask({ url: api.url })).toEqual(failed(/is larger than 1000000 bytes/));
    expect(written).toBeLessThan(50_000_000);
    expect(api.heard).toHaveLength(1);
  });

  test('is exactly as large as may be: then it counts', async () => {
    await using api = await startApi(says(200, 'a'.repeat(1000)));
    await using door = openDoor({ limits: { maxBytes: 1000 } });
    expect(await door.ask({ url: api.url })).toMatchObject({ status: 200 });
    await using narrow = openDoor({ limits: { maxBytes: 999 } });
    expect(await narrow.ask({ url: api.url })).toEqual(failed(/is larger than 999 bytes/));
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ])('is a bomb packed with %s', { tags: 'long' }, async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(200_000_000));
    expect(bomb.length).toBeLessThan(1_000_000);
    await using api = await startApi(sends(bomb, { 'content-encoding': encoding }));
    await using door = openDoor();
    const before = process.memoryUsage.rss();
    expect(await door.ask({ url: api.url })).toEqual(failed(/is larger than 1000000 bytes/));
    expect(process.memoryUsage.rss() - before).toBeLessThan(50_000_000);
  });

  test('can not be unpacked', async () => {
    await using api = await startApi(sends(Buffer.from('hello'), { 'content-encoding': 'gzip' }));
    await using door = openDoor();
    expect(await door.ask({ url: api.url })).toEqual(failed(/can not be unpacked/));
  });

  test('ends in the middle of what is packed', async () => {
    await using api = await startApi(sends(gzipSync('hello world').subarray(0, 20), { 'content-encoding': 'gzip' }));
    await using door = openDoor();
    expect(await door.ask({ url: api.url })).toEqual(failed(/can not be unpacked/));
  });

  test('is packed in a way that was not asked for', async () => {
    await using api = await startApi(sends(Buffer.from('a'), { 'content-encoding': 'gzip, gzip' }));
    await using door = openDoor();
    expect(await door.ask({ url: api.url })).toEqual(failed(/packs its answer/));
  });

  test('has endless headers', async () => {
    await using api = await startApi(says(200, '', { 'x-long': 'a'.repeat(20_000) }));
    await using door = openDoor();
    expect(await door.ask({ url: api.url })).toEqual(failed(/too long headers/));
  });

  test.each([
    ['is not HTTP', 'SSH-2.0-OpenSSH_9.9\r\n', /does not answer in HTTP/],
    ['changes to another protocol', 'HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n', /broke off/],
    ['ends before its end', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', /broke off/],
  ])('%s', async (_, bytes, sentence) => {
    const server = createServer((socket) => socket.on('error', () => {}).end(bytes));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await using door = openDoor();
    const { port } = server.address() as AddressInfo;
    expect(await door.ask({ url: `http://127.0.0.1:${port}/` })).toEqual(failed(sentence));
    server.close();
  });
});
