import type { IncomingMessage } from 'node:http';
import { Ranges } from './ranges.ts';

/** Where somebody comes from who opens a socket: what `request.ip` is for a request. */
export class Whence {
  readonly #trusted: Ranges;

  /** Who may say it of others (`X-Forwarded-For`). */
  constructor(trustedProxies: readonly string[] = []) {
    this.#trusted = new Ranges(trustedProxies);
  }

  of({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): string {
    const said = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
    const chain = [socket.remoteAddress ?? '', ...said.map((address) => address.trim()).toReversed()].filter(Boolean);
    return chain.find((address) => !this.#trusted.has(address)) ?? chain.at(-1) ?? '';
  }
}
