import type { IncomingMessage } from 'node:http';
import { limits } from '@backchannel/contracts';
import { type AddressRates, networkOf, type Opened, Refused, Whence } from '@backchannel/service';

/** How many sockets there are, and of whom: what one more would be too much for. */
export class Crowd {
  readonly #whence: Whence;
  readonly #most: number;
  readonly #addresses: AddressRates;
  readonly #of = new Map<string, number>();
  #all = 0;

  constructor({ trustedProxies, socketsPerAddress }: Opened['environment'], addresses: AddressRates) {
    this.#whence = new Whence(trustedProxies);
    this.#most = socketsPerAddress;
    this.#addresses = addresses;
  }

  /** Refuses one more: 503 where the process has enough, 429 where its address has. Gives what has it leave again. */
  enter(request: IncomingMessage): () => void {
    const ip = this.#whence.of(request);
    this.#addresses.require(ip);
    const network = networkOf(ip);
    const here = this.#of.get(network) ?? 0;
    if (this.#all >= limits.sockets) throw new Refused('unavailable');
    if (this.#most > 0 && here >= this.#most) throw new Refused('rate_limited');
    this.#all += 1;
    this.#of.set(network, here + 1);
    return () => this.#leave(network);
  }

  #leave(network: string): void {
    this.#all -= 1;
    const here = (this.#of.get(network) ?? 1) - 1;
    if (here > 0) this.#of.set(network, here);
    else this.#of.delete(network);
  }
}
