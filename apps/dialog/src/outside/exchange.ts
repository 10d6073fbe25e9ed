import http from 'node:http';
import https from 'node:https';
import type { Answered } from './answer.ts';
import { readBody } from './body.ts';
import type { Guard, Target } from './guard.ts';
import { checkedLookup, checkLiteral, type Resolve } from './lookup.ts';
import type { Hop } from './request.ts';
import { troubleOf } from './trouble.ts';

/** What every call goes through. */
export interface Way {
  readonly guard: Guard;
  readonly resolve: Resolve;
  readonly http: http.Agent;
  readonly https: https.Agent;
  readonly maxBytes: number;
}

/** One request and its answer. Throws a `Trouble`, or what the signal was aborted with. */
export async function exchange(hop: Hop, way: Way, signal: AbortSignal): Promise<Answered> {
  const sending = { sent: false };
  try {
    const response = await send(hop, way, { signal, sending });
    const body = await readBody(response, hop.url.host, way.maxBytes);
    const headers = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')] as const);
    return { status: response.statusCode ?? 0, headers: Object.fromEntries(headers), body };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw troubleOf(error, { host: hop.url.host, sent: sending.sent });
  }
}

interface Sending {
  readonly signal: AbortSignal;
  /** Whether the other side may have seen something of the request. */
  readonly sending: { sent: boolean };
}

async function send(hop: Hop, way: Way, { signal, sending }: Sending): Promise<http.IncomingMessage> {
  const { url, method, headers, body } = hop;
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const secure = url.protocol === 'https:';
  const target = targetOf(url);
  checkLiteral(target, way.guard);

  const request = (secure ? https : http).request(url, {
    method,
    headers: { ...headers, ...lengthOf(hop) },
    agent: secure ? way.https : way.http,
    lookup: checkedLookup(target, way.guard, way.resolve),
    signal,
  });
  request.on('socket', (socket) => {
    if (request.reusedSocket || !socket.connecting) sending.sent = true;
    else socket.once(secure ? 'secureConnect' : 'connect', () => (sending.sent = true));
  });
  request.on('response', resolve);
  request.on('error', reject);
  // A server that answers 101 unasked is hung up on without an error.
  request.on('close', () => reject(new Error('closed before it was answered')));
  request.end(body);
  return promise;
}

function lengthOf({ method, body }: Hop): Record<string, number> {
  if (body === undefined && (method === 'GET' || method === 'HEAD' || method === 'DELETE')) return {};
  return { 'content-length': Buffer.byteLength(body ?? '') };
}

function targetOf({ hostname, port, protocol }: URL): Target {
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return { host, port: Number(port || (protocol === 'https:' ? 443 : 80)) };
}
