import type { Server, ServerOptions } from 'node:http';
import type { Duplex } from 'node:stream';
import { limits } from '@backchannel/contracts';

const SECOND = 1000;

/**
 * How long a server waits for what a client sends, and how much of it: who sends a byte now and then holds a connection for
 * seconds, not for good. For `createServer`.
 */
export const patience = {
  headersTimeout: 10 * SECOND,
  /** With the body. */
  requestTimeout: 30 * SECOND,
  /** Longer than the proxies before us keep theirs: who closes first must be them. */
  keepAliveTimeout: 65 * SECOND,
  /** How often it looks for who is late. */
  connectionsCheckingInterval: SECOND,
  maxHeaderSize: 16 * 1024,
} as const satisfies ServerOptions;

/** Longer than an answer may take (`Prefer: wait`): nothing has moved on the connection, it is closed. */
const SILENCE_MS = 60 * SECOND;

const HEADERS = 100;

/** What else bounds a server, and how it answers what it can't understand. */
export function bound(server: Server, headers: Readonly<Record<string, string>>): void {
  server.maxHeadersCount = HEADERS;
  server.maxConnections = limits.connections;
  server.setTimeout(SILENCE_MS);
  server.removeAllListeners('clientError');
  server.on('clientError', (error: NodeJS.ErrnoException, wire) => {
    if (error.code === 'ECONNRESET' || !wire.writable) wire.destroy();
    else refuseWire(wire, statusOf(error), headers);
  });
}

function statusOf({ code }: NodeJS.ErrnoException): string {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return '408 Request Timeout';
  return code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
}

/** Answers what never became a request, and closes the connection. */
export function refuseWire(wire: Duplex, status: string, headers: Readonly<Record<string, string>> = {}): void {
  const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  const all = { ...always, ...headers, 'content-length': '0', connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  wire.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`, () => wire.destroy());
}
