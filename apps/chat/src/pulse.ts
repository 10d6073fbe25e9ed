import { limits } from '@backchannel/contracts';
import type { Opened } from '@backchannel/service';
import type { Acknowledgements } from './acknowledgements.ts';
import type { Rooms } from './rooms.ts';
import type { Sockets } from './sockets.ts';

interface Parts {
  readonly sockets: Sockets;
  readonly rooms: Rooms;
  readonly acknowledgements: Acknowledgements;
  readonly log: Opened['log'];
}

/** What has to be looked after from time to time, on two timers for everything. */
export class Pulse {
  readonly #timers: readonly NodeJS.Timeout[];
  #comparing = false;

  constructor(parts: Parts) {
    this.#timers = [
      setInterval(() => parts.sockets.tick(Date.now()), 1000),
      setInterval(() => void this.#compare(parts), limits.headsMs),
    ];
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  async #compare({ rooms, acknowledgements, log }: Parts): Promise<void> {
    if (this.#comparing) return;
    this.#comparing = true;
    try {
      acknowledgements.again();
      await rooms.compare();
    } catch (error) {
      log.warn({ err: error }, 'not able to compare heads');
    } finally {
      this.#comparing = false;
    }
  }
}
