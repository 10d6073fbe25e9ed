/** What a request costs here and at Kafka is mostly the same whatever it carries, and this long is hardly felt. */
export const PACE_MS = 10;

/**
 * Requests of one kind do not follow each other sooner: what comes meanwhile goes with the next. What comes alone never waits;
 * under load a few large requests are made in place of many small ones.
 */
export class Pace {
  readonly #ms: number;
  #next = 0;

  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Resolves when the next request may begin. One asks after the other. */
  async turn(): Promise<void> {
    const early = this.#next - performance.now();
    if (early > 0) await new Promise((over) => setTimeout(over, early));
    this.#next = performance.now() + this.#ms;
  }
}
