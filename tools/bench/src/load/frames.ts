const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

export interface FrameListener {
  text(text: string): void;
  ping(content: Buffer): void;
  close(code: number): void;
}

/** Reads what a server says over a WebSocket (RFC 6455), in whatever pieces it comes. Such frames are not masked. */
export class Frames {
  #rest: Buffer | undefined;
  readonly #listener: FrameListener;

  constructor(listener: FrameListener) {
    this.#listener = listener;
  }

  push(chunk: Buffer): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    for (;;) {
      const { begin, end } = contentAt(bytes, at);
      if (end > bytes.length) break;
      this.#hear(bytes.readUInt8(at), bytes.subarray(begin, end));
      at = end;
    }
    this.#rest = at < bytes.length ? bytes.subarray(at) : undefined;
  }

  #hear(first: number, content: Buffer): void {
    const kind = first & 0x0f;
    if ((first & 0x80) === 0) throw new Error('a frame in parts: nobody here says so much');
    if (kind === TEXT) this.#listener.text(content.toString('utf8'));
    else if (kind === PING) this.#listener.ping(content);
    else if (kind === CLOSE) this.#listener.close(content.length >= 2 ? content.readUInt16BE(0) : 1005);
    else if (kind !== PONG) throw new Error(`a frame of kind ${kind}`);
  }
}

/** Where a frame's content is; ends at infinity while not even its length is there. */
function contentAt(bytes: Buffer, at: number): { begin: number; end: number } {
  const later = { begin: at, end: Number.POSITIVE_INFINITY };
  if (bytes.length < at + 2) return later;
  const length = bytes.readUInt8(at + 1);
  if (length < 126) return { begin: at + 2, end: at + 2 + length };
  const size = length === 126 ? 2 : 8;
  if (bytes.length < at + 2 + size) return later;
  const begin = at + 2 + size;
  return { begin, end: begin + (size === 2 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))) };
}

/** A client must mask what it says; a mask of zeros is one, and leaves the bytes as they are. */
function frame(kind: number, content: Buffer): Buffer {
  const wide = content.length > 125;
  const head = Buffer.alloc(wide ? 8 : 6);
  head[0] = 0x80 | kind;
  head[1] = 0x80 | (wide ? 126 : content.length);
  if (wide) head.writeUInt16BE(content.length, 2);
  return Buffer.concat([head, content]);
}

export const textFrame = (value: unknown): Buffer => frame(TEXT, Buffer.from(JSON.stringify(value)));
export const pongFrame = (content: Buffer): Buffer => frame(PONG, content);
