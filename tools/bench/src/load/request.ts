import { hash } from 'node:crypto';
import { hooksPath, webViewPath } from '@backchannel/contracts';

/** What posts are sent with. */
export type Door = { readonly kind: 'webview' } | Hook;

export interface Hook {
  readonly kind: 'hook';
  readonly hookId: string;
  readonly endpoint: string;
  readonly token: string;
}

/** Whose posts they are. */
export interface Ids {
  readonly conversationId: string;
  readonly botId: string;
  readonly userId: string;
}

const DIGITS = 10;
const HOLE = '0'.repeat(DIGITS);
/** What a post's message says before its number; the bot repeats it. */
const MARK = 'number ';

/** All posts of one conversation are the same bytes, but for the number in them. */
export interface Template {
  readonly bytes: Buffer;
  readonly hole: number;
}

export function templateOf(ids: Ids, door: Door, host: string): Template {
  const { path, authorization, body } = door.kind === 'hook' ? hookPost(ids, door) : webViewPost(ids);
  const json = JSON.stringify(body);
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: ${authorization}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(json)}`,
  ];
  const bytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n${json}`);
  return { bytes, hole: bytes.indexOf(`${MARK}${HOLE}`) + MARK.length };
}

function webViewPost(ids: Ids) {
  const contextVariables = [
    { name: 'PaymentStatus', value: 'PROCESSED' },
    { name: 'Reference', value: HOLE },
  ];
  return {
    path: webViewPath,
    authorization: hash('sha256', `${ids.conversationId} || ${ids.botId}`),
    body: { ...ids, message: `${MARK}${HOLE}`, contextVariables },
  };
}

function hookPost({ conversationId, botId }: Ids, { hookId, endpoint, token }: Hook) {
  return {
    path: `${hooksPath}/${hookId}/${endpoint}`,
    authorization: `Bearer ${token}`,
    body: { sessionId: conversationId, botId, says: `${MARK}${HOLE}`, status: 'PROCESSED' },
  };
}

export function requestOf({ bytes, hole }: Template, number: number): Buffer {
  const request = Buffer.from(bytes);
  for (let at = hole + DIGITS - 1, left = number; left > 0; at -= 1, left = Math.floor(left / 10)) {
    request[at] = 48 + (left % 10);
  }
  return request;
}

/** The number of the post that a text speaks of; undefined if it speaks of none. */
export function numberIn(text: string): number | undefined {
  const at = text.indexOf(MARK);
  if (at < 0) return undefined;
  const digits = text.slice(at + MARK.length, at + MARK.length + DIGITS);
  return /^\d{10}$/.test(digits) ? Number(digits) : undefined;
}
