import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between services and a server that does as it is told. */
export interface Proxy {
  readonly port: number;
  /** What the server says comes so much later, in its order; 0 ends that. */
  delay(ms: number): void;
  /** Nothing passes any more, and no connection ends: a cable is out. */
  hold(): void;
  /** What was held goes on its way. */
  release(): void;
  /** All connections end in the middle of what they carry; new ones are taken. Answers how many have ended. */
  cut(): number;
  close(): Promise<void>;
}

interface State {
  delayMs: number;
  held: boolean;
}

export async function openProxy(target: number): Promise<Proxy> {
  const state: State = { delayMs: 0, held: false };
  const links = new Set<Link>();
  const server = createServer({ noDelay: true }, (near) => {
    const link = new Link(near, target, state);
    links.add(link);
    near.once('close', () => links.delete(link));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    delay(ms) {
      state.delayMs = ms;
    },
    hold() {
      state.held = true;
      for (const link of links) link.look();
    },
    release() {
      state.held = false;
      for (const link of links) link.look();
    },
    cut() {
      const { size } = links;
      for (const link of links) link.cut();
      return size;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const link of links) link.cut();
      await closed;
    },
  };
}

/** One connection of a client. The server behind may be away: then it ends, as one without a proxy would. */
class Link {
  readonly #near: Socket;
  readonly #far: Socket;
  readonly #state: State;
  /** What the server has said, and is late. */
  readonly #late: { readonly dueAt: number; readonly chunk: Buffer }[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(near: Socket, target: number, state: State) {
    this.#near = near;
    this.#far = connect({ port: target, host: '127.0.0.1', noDelay: true });
    this.#state = state;
    near.on('data', (chunk) => this.#far.write(chunk));
    this.#far.on('data', (chunk) => this.#answer(chunk));
    for (const socket of [near, this.#far]) {
      socket.on('error', () => this.cut());
      socket.on('close', () => this.cut());
    }
    this.look();
  }

  look(): void {
    for (const socket of [this.#near, this.#far]) {
      if (this.#state.held) socket.pause();
      else socket.resume();
    }
  }

  cut(): void {
    clearTimeout(this.#timer);
    this.#late.length = 0;
    this.#near.destroy();
    this.#far.destroy();
  }

  /** Never before what was said before it. */
  #answer(chunk: Buffer): void {
    const { delayMs } = this.#state;
    if (delayMs === 0 && this.#late.length === 0) this.#near.write(chunk);
    else this.#late.push({ dueAt: performance.now() + delayMs, chunk });
    this.#pass();
  }

  #pass(): void {
    const [first] = this.#late;
    if (!first || this.#timer) return;
    const waitMs = Math.max(0, first.dueAt - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#late.shift();
      this.#near.write(first.chunk);
      this.#pass();
    }, waitMs);
  }
}
