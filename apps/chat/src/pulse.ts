import { setTimeout as pause } from 'node:timers/promises';
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

/** Between looks at some of the conversations: with thousands of sockets nobody else waits for all of them. */
const BREATH_MS = 20;

/** What has to be looked after from time to time, on two timers for everything. */
export class Pulse {
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #closing = new AbortController();
  #comparing = false;

  constructor(parts: Parts) {
    this.#timers = [
      setInterval(() => parts.sockets.tick(Date.now()), 1000),
      setInterval(() => void this.#compare(parts), limits.headsMs),
    ];
  }

  stop(): void {
    this.#closing.abort();
    for (const timer of this.#timers) clearInterval(timer);
  }

  async #compare({ rooms, acknowledgements, log }: Parts): Promise<void> {
    if (this.#comparing) return;
    this.#comparing = true;
    const { signal } = this.#closing;
    try {
      acknowledgements.again();
      await rooms.compare(() => pause(BREATH_MS, undefined, { signal }));
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'not able to compare heads');
    } finally {
      this.#comparing = false;
    }
  }
}
