import type { IncomingMessage } from 'node:http';
import { Refused } from '@backchannel/service';

const mostBytes = 4 * 1024;

/** The JSON of a small request; refused for what is wrong with it. */
export async function jsonIn(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    request.resume();
    throw new Refused('unsupported_media_type', { detail: 'Content-Type must be application/json' });
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= mostBytes) parts.push(part);
  }
  if (bytes > mostBytes) throw new Refused('body_too_large', { detail: `at most ${mostBytes} bytes` });
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch (cause) {
    throw new Refused('body_not_json', { cause });
  }
}
