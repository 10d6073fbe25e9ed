import { InputTracked, type Outcome, Tracking } from '@backchannel/contracts';
import { type Received, UNHURRIED_MS } from '@backchannel/messaging';
import type { Opened } from '@backchannel/service';

/** What became of inputs, for requests that wait for it. */
export class Outcomes {
  readonly #waiting = new Map<string, Set<(outcome: Outcome | null) => void>>();
  readonly #stopping: AbortSignal;

  constructor(opened: Pick<Opened, 'follow' | 'health'>) {
    this.#stopping = opened.health.stopping;
    // Who waits is told what is known, and asks another instance for the rest.
    this.#stopping.addEventListener('abort', () => {
      for (const waiting of this.#waiting.values()) for (const resolve of waiting) resolve(null);
    });
    opened.follow({ topics: [Tracking], from: 'now', gapMs: UNHURRIED_MS, hear: (record) => this.#hear(record) });
  }

  /** Begins to wait at once: call it before the input is said. Resolves to null when there is no outcome in time, or no time. */
  async wait(inputId: string, ms: number): Promise<Outcome | null> {
    if (this.#stopping.aborted) return null;
    const { promise, resolve } = Promise.withResolvers<Outcome | null>();
    const waiting = this.#waiting.get(inputId) ?? new Set();
    this.#waiting.set(inputId, waiting.add(resolve));
    const timer = setTimeout(resolve, ms, null);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      waiting.delete(resolve);
      if (waiting.size === 0) this.#waiting.delete(inputId);
    }
  }

  #hear(record: Received): void {
    // Most of the time nobody waits: then not even the record is parsed.
    if (this.#waiting.size === 0) return;
    const { event } = record;
    if (event?.type !== InputTracked.type) return;
    const tracked = event.data as InputTracked;
    if (tracked.stage !== 'outcome') return;
    for (const resolve of this.#waiting.get(tracked.inputId) ?? []) resolve(tracked);
  }
}
