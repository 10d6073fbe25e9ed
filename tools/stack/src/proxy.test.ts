import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openProxy, type Proxy } from './proxy.ts';

const toClose: { close(): unknown }[] = [];
afterEach(async () => {
  for (const some of toClose.splice(0)) await some.close();
});

async function echoBehindProxy(): Promise<Proxy> {
  const echo = createServer((socket) => socket.on('error', () => {}).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const proxy = await openProxy((echo.address() as AddressInfo).port);
  toClose.push(proxy, echo);
  return proxy;
}

async function client({ port }: Proxy): Promise<{ socket: Socket; heard: () => string }> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let heard = '';
  socket.on('data', (part: string) => {
    heard += part;
  });
  await once(socket, 'connect');
  return { socket, heard: () => heard };
}

test('what is said passes, both ways', async () => {
  const { socket, heard } = await client(await echoBehindProxy());
  socket.write('one');
  await expect.poll(heard).toBe('one');
});

test('late answers come in their order, also where the delay has ended meanwhile', async () => {
  const proxy = await echoBehindProxy();
  const { socket, heard } = await client(proxy);
  proxy.delay(200);
  const began = performance.now();
  socket.write('one,');
  // When the server has answered it, nobody can tell: the delay ends after half of it.
  await new Promise((resolve) => setTimeout(resolve, 100));
  proxy.delay(0);
  socket.write('two');
  await expect.poll(heard).toBe('one,two');
  expect(performance.now() - began).toBeGreaterThan(190);
});

test('what is held goes on its way when it is released, on connections old and new', async () => {
  const proxy = await echoBehindProxy();
  const old = await client(proxy);
  proxy.hold();
  old.socket.write('old');
  const young = await client(proxy);
  young.socket.write('young');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([old.heard(), young.heard()]).toEqual(['', '']);
  proxy.release();
  await expect.poll(() => [old.heard(), young.heard()]).toEqual(['old', 'young']);
});

test('who is cut off may come again', async () => {
  const proxy = await echoBehindProxy();
  const first = await client(proxy);
  const gone = once(first.socket, 'close');
  proxy.cut();
  await gone;
  const second = await client(proxy);
  second.socket.write('again');
  await expect.poll(second.heard).toBe('again');
});
