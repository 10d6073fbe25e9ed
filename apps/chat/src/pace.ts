import { limits } from '@backchannel/contracts';
import type { WebSocket } from 'ws';

const EACH_MS = 1000 / limits.rates.frames;
const MOST_MS = limits.rateSeconds * 1000;
/** Shorter than a round of pings: who is read later must not look as if it were gone. */
const LONGEST_MS = 5000;

/**
 * How fast a socket is read. Whoever sends faster waits in its own network: nothing is lost, nothing is refused, and nothing
 * of it fills memory here but what was read already.
 */
export class Pace {
  readonly #socket: Pick<WebSocket, 'pause' | 'resume' | 'isPaused'>;
  #restedAt = 0;

  constructor(socket: Pick<WebSocket, 'pause' | 'resume' | 'isPaused'>) {
    this.#socket = socket;
  }

  /** A frame has come. */
  heard(now = performance.now()): void {
    this.#restedAt = Math.max(this.#restedAt, now) + EACH_MS;
    const overMs = this.#restedAt - now - MOST_MS;
    if (overMs <= 0 || this.#socket.isPaused) return;
    this.#socket.pause();
    // By then most of what is owed has been waited for, or it is paused again with the next frame.
    setTimeout(() => this.#socket.resume(), Math.min(overMs, LONGEST_MS));
  }
}
