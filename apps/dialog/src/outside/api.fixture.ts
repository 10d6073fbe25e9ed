import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { certificate } from './certificate.fixture.ts';
import { Credentials } from './credentials.ts';
import { Guard } from './guard.ts';
import { Outside, type OutsideOptions } from './outside.ts';
import type { Request } from './request.ts';
import { sqliteMemo } from './sqlite-memo.ts';

/** What an API was asked. */
interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
export type Behaviour = (response: ServerResponse, heard: Heard) => void;

export const says =
  (status: number, body = '', headers: Record<string, string | string[]> = {}): Behaviour =>
  (response) =>
    response.writeHead(status, headers).end(body);

/** Says one thing after the other, the last again and again. */
export function inTurn(...behaviours: Behaviour[]): Behaviour {
  return (response, heard) => (behaviours.length > 1 ? behaviours.shift() : behaviours[0])?.(response, heard);
}

/** A real API on this machine, which notes what it was asked. */
export async function startApi(behaviour: Behaviour, { secure = false, address = '127.0.0.1', port = 0 } = {}) {
  const heard: Heard[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body: await text(request) };
    heard.push(one);
    behaviour(response, one);
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch((error: Error) => response.destroy(error));
  };
  const server = secure ? https.createServer(certificate, listener) : http.createServer(listener);
  server.listen(port, address);
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  const scheme = secure ? 'https' : 'http';
  return {
    heard,
    port: bound,
    url: `${scheme}://${address}:${bound}`,
    at: (host: string) => `${scheme}://${host}:${bound}`,
    server,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A door that may reach 127.0.0.1 and, without asking any name server, the hosts api.test and other.test there. */
export function openDoor(options: Partial<OutsideOptions> = {}) {
  const outside = new Outside({
    memo: sqliteMemo(':memory:'),
    guard: new Guard(['127.0.0.1']),
    credentials: new Credentials(),
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    ca: certificate.cert,
    ...options,
    limits: { backoffMs: 2, totalMs: 5000, ...options.limits },
  });
  let asked = 0;
  return {
    outside,
    ask: (request: Partial<Request> & { url: string }, key = `turn ${++asked}`) =>
      outside.ask({ method: 'GET', headers: {}, ...request }, { botId: 'shop', key, withinMs: 45_000 }),
    [Symbol.asyncDispose]: () => outside.close(),
  };
}
