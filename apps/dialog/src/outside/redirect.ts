import type { Answered } from './answer.ts';
import { type Hop, parseUrl } from './request.ts';
import { Trouble } from './trouble.ts';

/** What another origin may see: nothing that could prove who one is. */
const FOR_ANYBODY = [
  'accept',
  'accept-encoding',
  'accept-language',
  'content-type',
  'idempotency-key',
  'traceparent',
  'user-agent',
];
const OF_A_BODY = ['content-type', 'content-encoding', 'content-language', 'content-location', 'idempotency-key'];

/** Where an answer sends the call on to; null when the answer is for the bot. */
export function redirected(hop: Hop, { status, headers: { location } }: Answered): Hop | null {
  const next = location === undefined ? null : sentOn(hop, status);
  if (next === null || location === undefined) return null;
  const url = parseLocation(location, hop.url);
  if (hop.url.protocol === 'https:' && url.protocol === 'http:')
    throw new Trouble(`${hop.url.host} sends the call on to ${url.host} without TLS: refused.`);
  const { method, body } = next;
  const headers = Object.entries(hop.headers)
    .filter(([name]) => next === hop || !OF_A_BODY.includes(name))
    .filter(([name]) => url.origin === hop.url.origin || FOR_ANYBODY.includes(name));
  return { method, url, headers: Object.fromEntries(headers), body };
}

/** The method and body to go on with. */
function sentOn(hop: Hop, status: number): Pick<Hop, 'method' | 'body'> | null {
  const reads = hop.method === 'GET' || hop.method === 'HEAD';
  if (status === 303 && !reads) return { method: 'GET' };
  if (status === 301 || status === 302 || status === 303) return reads ? hop : null;
  if (status === 307 || status === 308) return hop.method === 'POST' || hop.method === 'PATCH' ? null : hop;
  return null;
}

function parseLocation(location: string, from: URL): URL {
  try {
    return parseUrl(location, from);
  } catch (cause) {
    const { message } = cause as Trouble;
    throw new Trouble(`${from.host} sends the call on, but not right. ${message}`, 'never', { cause });
  }
}
