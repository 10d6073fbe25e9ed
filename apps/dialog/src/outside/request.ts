import type { Credential } from './credentials.ts';
import { Trouble } from './trouble.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';

/** What a bot asks of an outside API; the placeholders are filled already. */
export interface Request {
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Name of a credential that the operator keeps; never in the bot. */
  readonly credential?: string;
}

/** What a caller must know beside the request. */
export interface Asking {
  readonly botId: string;
  /** The same in every attempt at the turn: `Idempotency-Key`, and what the answer is remembered by. */
  readonly key: string;
  /** What is left of the turn's time. */
  readonly withinMs: number;
  readonly traceparent?: string;
}

/** What goes over one connection. Names of headers are in small letters. */
export interface Hop {
  readonly method: Method;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const JSON_TYPE = 'application/json;charset=UTF-8';
/** Of the connection, not of the request: whoever sets one of these can smuggle a second request into the first. */
const NOT_FOR_AUTHORS =
  /^(host|content-length|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|http2-settings|proxy-.*)$/;

/** The request as it is sent, or the trouble with it. */
export function prepare(request: Request, { key, traceparent }: Asking, credential?: Credential): Hop {
  const { method, body } = request;
  const url = parseUrl(request.url);
  const defaults = {
    'user-agent': 'Backchannel',
    accept: JSON_TYPE,
    'accept-encoding': 'gzip, deflate, br',
    ...(body && { 'content-type': JSON_TYPE }),
    ...(method !== 'GET' && { 'idempotency-key': key }),
    ...(traceparent !== undefined && { traceparent }),
  };
  const headers = { ...defaults, ...parseHeaders(request.headers), ...headersOf(credential) };
  if (credential?.type === 'query') url.search = withParameter(url.search, credential);
  return { method, url, headers, body };
}

/** An address that may be called as far as one can see from it. */
export function parseUrl(text: string, base?: URL): URL {
  // A URL parser leaves out line breaks without a word.
  if (hasControl(text)) throw new Trouble('The URL holds a line break or another control character.');
  if (!URL.canParse(text, base?.href)) throw new Trouble('The URL is not a URL with http:// or https:// and a host.');
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Trouble(`The URL must begin with http:// or https://, not with ${url.protocol}`);
  if (url.username || url.password) throw new Trouble('The URL must hold no user and no password.');
  return url;
}

function parseHeaders(given: Readonly<Record<string, string>>): Record<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(given)) {
    const lower = name.toLowerCase();
    const header = `The header ${JSON.stringify(name)}`;
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new Trouble(`${header} has a name that is not allowed in HTTP.`);
    if (NOT_FOR_AUTHORS.test(lower)) throw new Trouble(`${header} is set by Backchannel, it can't be given.`);
    if (headers.has(lower)) throw new Trouble(`${header} is given twice.`);
    if (hasControl(value)) throw new Trouble(`${header} holds a line break or another control character.`);
    if (!fitsHeader(value)) throw new Trouble(`${header} holds a character that headers can't carry.`);
    headers.set(lower, value);
  }
  return Object.fromEntries(headers);
}

function headersOf(credential?: Credential): Record<string, string> {
  if (credential?.type === 'bearer') return { authorization: `Bearer ${credential.token}` };
  if (credential?.type === 'header') return { [credential.name.toLowerCase()]: credential.value };
  if (credential?.type !== 'basic') return {};
  return { authorization: `Basic ${Buffer.from(`${credential.user}:${credential.password}`).toString('base64')}` };
}

/** What the author wrote in the query stays as it is written. */
function withParameter(search: string, { name, value }: { name: string; value: string }): string {
  return `${search ? `${search}&` : '?'}${new URLSearchParams([[name, value]]).toString()}`;
}

function hasControl(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return /[\u0000-\u001f\u007f]/.test(text);
}

/** Headers are Latin-1. */
export function fitsHeader(text: string): boolean {
  return /^[\u0020-\u007e\u0080-\u00ff]*$/.test(text);
}
