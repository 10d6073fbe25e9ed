import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { listen } from './listen.ts';

const host = '127.0.0.1';
const toClose: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close();
});

async function opened(sockets?: number) {
  const server = createServer((_, response) => response.end('here'));
  await listen(server, { port: 0, host }, sockets);
  toClose.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { server, port: (server.address() as AddressInfo).port };
}

/** How many turns of a loop that has much to do it takes until all of them are let in. */
async function turnsUntilIn(count: number, sockets?: number): Promise<number> {
  const { server, port } = await opened(sockets);
  let there = 0;
  server.on('connection', () => {
    there += 1;
  });
  const wires = Array.from({ length: count }, () => connect(port, host));
  toClose.push(() => wires.forEach((wire) => wire.destroy()));
  await Promise.all(wires.map((wire) => once(wire, 'connect')));
  let turns = 0;
  const isIn = () => there >= count;
  for (; !isIn(); turns += 1) {
    const busyUntil = performance.now() + 5;
    while (performance.now() < busyUntil);
    await new Promise(setImmediate);
  }
  return turns;
}

describe.skipIf(process.platform !== 'linux')('a port', () => {
  test('lets in several in each turn of the loop, so that who comes again when all do does not wait for long', {
    tags: 'long',
  }, async () => {
    expect(await turnsUntilIn(200)).toBeLessThan(60);
    expect(await turnsUntilIn(200, 1)).toBeGreaterThan(100);
  });

  test('answers at each of its sockets, and at none when it is closed', async () => {
    const { server, port } = await opened();
    const ask = async () => {
      const asked = request({ host, port, agent: new Agent() }).end();
      const [response] = (await once(asked, 'response')) as [NodeJS.ReadableStream & { statusCode: number }];
      response.resume();
      return response.statusCode;
    };
    expect(new Set(await Promise.all(Array.from({ length: 64 }, ask)))).toEqual(new Set([200]));
    server.close();
    await expect(ask()).rejects.toThrow('ECONNREFUSED');
  });

  test('belongs to one process: the second is told', async () => {
    const { port } = await opened();
    await expect(listen(createServer(), { port, host })).rejects.toThrow(
      `Port ${port} is in use: PORT names another one.`,
    );
  });
});
