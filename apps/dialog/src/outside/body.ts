import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { Trouble } from './trouble.ts';

const unpackers = {
  br: promisify(brotliDecompress),
  deflate: promisify(inflate),
  raw: promisify(inflateRaw),
  gzip: promisify(gunzip),
};

/** The text of an answer. Neither what is sent nor what it unpacks to may be larger than `maxBytes`. */
export async function readBody(response: IncomingMessage, host: string, maxBytes: number): Promise<string> {
  const packed = await collect(response, host, maxBytes);
  const bytes = await unpack(packed, { encoding: response.headers['content-encoding'], host, maxBytes });
  const latin1 = /charset\s*=\s*"?(iso-8859-1|latin-?1|windows-1252)\b/i.test(response.headers['content-type'] ?? '');
  return new TextDecoder(latin1 ? 'latin1' : 'utf-8').decode(bytes);
}

async function collect(response: IncomingMessage, host: string, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop by an error destroys the response, and its connection with it.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(host, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

interface Packed {
  readonly encoding: string | undefined;
  readonly host: string;
  readonly maxBytes: number;
}

async function unpack(bytes: Buffer, { encoding = 'identity', host, maxBytes }: Packed): Promise<Buffer> {
  const name = encoding.trim().toLowerCase();
  if (name === 'identity' || name === '' || bytes.length === 0) return bytes;
  const unpacker = unpackerFor(name, bytes);
  if (!unpacker) throw new Trouble(`${host} packs its answer in a way that was not asked for.`);
  try {
    return await unpacker(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(host, maxBytes);
    throw new Trouble(`The answer of ${host} can not be unpacked.`, 'never', { cause });
  }
}

function unpackerFor(name: string, [first = 0]: Buffer) {
  if (name === 'gzip' || name === 'x-gzip') return unpackers.gzip;
  if (name === 'br') return unpackers.br;
  // Some servers send it without the two bytes that should come first.
  if (name === 'deflate') return first % 16 === 8 ? unpackers.deflate : unpackers.raw;
  return undefined;
}

function tooLarge(host: string, maxBytes: number): Trouble {
  return new Trouble(`The answer of ${host} is larger than ${maxBytes} bytes.`);
}
