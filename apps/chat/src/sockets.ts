import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ClientFrame, type CloseReason, closeCodes, limits } from '@backchannel/contracts';
import { type Opened, Refused, refuseWire } from '@backchannel/service';
import { type RawData, type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { Acknowledgements } from './acknowledgements.ts';
import type { ChatStore } from './chat.store.ts';
import type { Crowd } from './crowd.ts';
import type { Door } from './door.ts';
import type { Figures } from './figures.ts';
import { frames } from './frames.ts';
import { Pace } from './pace.ts';
import type { Rooms } from './rooms.ts';
import type { Senders } from './senders.ts';
import { type Pair, Tab } from './tab.ts';
import type { Tokens } from './tokens.ts';
import { parseJson, refusalOf, Visit } from './visit.ts';
import { Wheel } from './wheel.ts';

export const socketPath = '/v1/socket';

/** A socket is asked whether it still lives once in so many ticks. */
const ROUND = 30;

// `closeTimeout`, how long a closed socket may linger, is not in the types.
const options: ServerOptions & { closeTimeout: number } = {
  noServer: true,
  perMessageDeflate: false,
  maxPayload: limits.inputBytes,
  maxFragments: 16,
  clientTracking: true,
  closeTimeout: 2000,
};

interface Parts {
  readonly tokens: Tokens;
  readonly door: Door;
  readonly store: ChatStore;
  readonly rooms: Rooms;
  readonly senders: Senders;
  readonly acknowledgements: Acknowledgements;
  readonly log: Opened['log'];
  readonly figures: Figures;
  readonly crowd: Crowd;
}

/** Sockets from their upgrade to their end. */
export class Sockets {
  readonly #parts: Parts;
  readonly #server = new WebSocketServer(options);
  /** Those that have not said hello, the oldest first, and until when they may. */
  readonly #strangers = new Map<WebSocket, number>();
  readonly #wheel = new Wheel<Tab>(ROUND);
  #closing = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.figures.open = () => this.#server.clients.size;
  }

  /** False: it is for somebody else. */
  upgrade(request: IncomingMessage, wire: Duplex, head: Buffer): boolean {
    if (request.url?.split('?', 1)[0] !== socketPath) return false;
    const leave = this.#enter(request, wire);
    if (!leave) return true;
    wire.once('close', leave);
    this.#server.handleUpgrade(request, wire, head, (socket) => {
      this.#strangers.set(socket, Date.now() + limits.helloMs);
      this.#listen({ socket, wire }, request.headers.origin);
    });
    return true;
  }

  /** Null: it has been sent away. */
  #enter(request: IncomingMessage, wire: Duplex): (() => void) | null {
    try {
      if (this.#closing) throw new Refused('unavailable');
      return this.#parts.crowd.enter(request);
    } catch (error) {
      const { problem, retryAfter } = refusedBy(error);
      refuseWire(wire, `${problem.status} ${problem.title}`, { 'retry-after': String(retryAfter) });
      return null;
    }
  }

  /** Comes every second. */
  tick(now: number): void {
    for (const [socket, until] of this.#strangers) {
      if (until > now) break;
      this.#strangers.delete(socket);
      this.#close(socket, 'hello_missing');
    }
    this.#wheel.tick(now);
  }

  /** Everybody is asked to come again, to another instance. */
  async close(): Promise<void> {
    this.#closing = true;
    const sockets = [...this.#server.clients];
    const gone = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of sockets) this.#close(socket, 'later');
    await Promise.all(gone);
  }

  #close(socket: WebSocket, reason: CloseReason): void {
    this.#parts.figures.close(reason);
    socket.close(closeCodes[reason], reason);
  }

  #listen(pair: Pair, origin: string | undefined): void {
    const { socket } = pair;
    let coming: Promise<Visit | null> | null = null;
    let arrived: Visit | null = null;
    const pace = new Pace(socket);
    // ws answers pings by itself, and ends who does not take the answers.
    for (const frame of ['message', 'ping', 'pong']) socket.on(frame, () => pace.heard());
    socket.on('message', (data, isBinary) => {
      if (isBinary) return this.#close(socket, 'frame_invalid');
      const text = textOf(data);
      if (arrived) return arrived.hear(text);
      if (coming) return void coming.then((visit) => visit?.hear(text));
      this.#strangers.delete(socket);
      coming = this.#hello(pair, { text, origin }).then((visit) => {
        arrived = visit;
        return visit;
      });
    });
    // Its own limits, a lost connection: ws closes the socket by itself.
    socket.on('error', (error) => this.#parts.log.debug({ err: error }, 'a socket failed'));
    socket.on('close', () => this.#strangers.delete(socket));
  }

  async #hello(pair: Pair, { text, origin }: { text: string; origin: string | undefined }): Promise<Visit | null> {
    const { socket } = pair;
    const { tokens, door, store, rooms, senders, acknowledgements, log } = this.#parts;
    const failed = (error: unknown) => log.error({ err: error }, 'a socket could not be served');
    const frame = ClientFrame.safeParse(parseJson(text));
    if (!frame.success || frame.data.type !== 'hello') {
      this.#close(socket, 'frame_invalid');
      return null;
    }
    try {
      const claims = await tokens.verify(frame.data.token);
      door.admit(claims.bot, origin);
      if (rooms.tabsOf(claims.conversation) >= limits.socketsPerConversation)
        throw new Refused('rate_limited', { detail: 'the conversation is open in too many tabs' });
      const tab = new Tab(claims, pair, this.#parts.figures);
      if (!tab.isOpen) return null;
      this.#wheel.add(tab);
      socket.on('close', () => {
        this.#wheel.delete(tab);
        rooms.leave(tab);
        senders.leave(tab);
      });
      await rooms.enter(tab, frame.data);
      return new Visit(tab, { door, store, senders, acknowledgements, failed });
    } catch (error) {
      const problem = refusalOf(error, failed);
      socket.send(frames.problem(problem), { binary: false });
      this.#close(socket, reasonOf(problem.code));
      return null;
    }
  }
}

function refusedBy(error: unknown): Refused {
  if (error instanceof Refused) return error;
  throw error;
}

function reasonOf(code: string): CloseReason {
  return code in closeCodes ? (code as CloseReason) : 'later';
}

function textOf(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');
}
