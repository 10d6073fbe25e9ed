import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { Frames, pongFrame, textFrame } from './frames.ts';

/** A message that a socket has brought. */
export interface Shown {
  /** Its number in the transcript; a floor without state has none. */
  readonly seq?: number;
  readonly from: string;
  readonly text?: string;
}

export interface ScreenOptions {
  /** As `opened` gives it: `ws://host:port/path`. */
  readonly address: string;
  readonly token: string;
  /** Whether messages are acknowledged, as a page does that is looked at. */
  readonly acknowledges: boolean;
  readonly shown: (message: Shown) => void;
  /** It was closed, and nobody here had asked for that. */
  readonly lost: (why: string) => void;
}

const SWITCHED = 'HTTP/1.1 101 ';
/** How frames begin that show nothing. */
const PASSING = ['{"type":"typing"', '{"type":"quiet"', '{"type":"beat"'];

/** A person's page: one WebSocket, read with as little as possible. */
export class Screen {
  readonly #options: ScreenOptions;
  readonly #socket: Socket;
  readonly #welcomed = Promise.withResolvers<void>();
  readonly #frames: Frames;
  #upgraded = false;
  #closing = false;
  #seq = 0;

  constructor(options: ScreenOptions) {
    this.#options = options;
    const { hostname, port, pathname, host } = new URL(options.address);
    this.#socket = connect({
      host: hostname === 'localhost' ? '127.0.0.1' : hostname,
      port: Number(port),
      noDelay: true,
    });
    this.#frames = new Frames({
      text: (text) => this.#hear(text),
      ping: (content) => this.#socket.write(pongFrame(content)),
      close: (code) => this.#end(`it was closed with ${code}`),
    });
    const key = randomBytes(16).toString('base64');
    this.#socket.write(
      `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    );
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#end(error.message));
    this.#socket.on('close', () => this.#end('the connection ended'));
  }

  /** Resolves when it is shown what comes from now on. */
  get welcomed(): Promise<void> {
    return this.#welcomed.promise;
  }

  close(): void {
    this.#closing = true;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    if (this.#upgraded) this.#frames.push(chunk);
    else this.#upgrade(chunk);
    if (this.#seq > 0 && this.#options.acknowledges) {
      this.#socket.write(textFrame({ type: 'ack', seq: this.#seq }));
      this.#seq = 0;
    }
  }

  /** The answer to an upgrade is small, and comes in one piece. */
  #upgrade(chunk: Buffer): void {
    const end = chunk.indexOf('\r\n\r\n');
    const head = chunk.toString('latin1', 0, Math.max(end, 0));
    if (!head.startsWith(SWITCHED))
      return this.#end(`no WebSocket: ${JSON.stringify(chunk.toString('latin1', 0, 60))}`);
    this.#upgraded = true;
    this.#socket.write(textFrame({ type: 'hello', token: this.#options.token }));
    if (chunk.length > end + 4) this.#frames.push(chunk.subarray(end + 4));
  }

  #hear(text: string): void {
    if (PASSING.some((begin) => text.startsWith(begin))) return;
    const frame = JSON.parse(text) as { type: string; message?: Shown };
    if (frame.type === 'welcome') return this.#welcomed.resolve();
    if (frame.type !== 'message' || !frame.message) return this.#end(`it says ${text}`);
    this.#seq = frame.message.seq ?? 0;
    this.#options.shown(frame.message);
  }

  #end(why: string): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#socket.destroy();
    this.#welcomed.reject(new Error(`a socket could not be opened: ${why}`));
    this.#options.lost(why);
  }
}
