import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between browsers and a server, which a test can take away. */
export class Network {
  /** Where browsers find the server. */
  readonly url: string;
  target = 0;
  readonly #server;
  readonly #wires = new Set<Socket>();
  #isUp = true;
  /** Nothing comes through, and nobody is told. */
  #isSilent = false;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.url = `http://localhost:${(server.address() as AddressInfo).port}`;
    server.on('connection', (near) => this.#carry(near));
  }

  static async open(): Promise<Network> {
    const server = createServer({ pauseOnConnect: true });
    server.listen(0, 'localhost');
    await once(server, 'listening');
    return new Network(server);
  }

  /** Everybody notices. */
  cut(): void {
    this.#isUp = false;
    for (const wire of this.#wires) wire.destroy();
  }

  /** Connections stay open, and nothing comes of them any more. */
  silence(): void {
    for (const wire of this.#wires) wire.pause();
    this.#isSilent = true;
  }

  restore(): void {
    this.#isUp = true;
    this.#isSilent = false;
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #carry(near: Socket): void {
    if (!this.#isUp) return void near.destroy();
    const far = connect(this.target, 'localhost');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#wires.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#wires.delete(one);
        other.destroy();
      });
      if (!this.#isSilent) one.pipe(other);
    }
  }
}
