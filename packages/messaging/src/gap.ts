/** What a request costs here and at Kafka is mostly the same whatever it carries, and this long is hardly felt. */
export const GAP_MS = 10;
/** For readers of everything that few wait for, or nobody. */
export const UNHURRIED_MS = 50;

/**
 * Things of one kind do not begin sooner after each other: what comes meanwhile goes with the next. What comes alone never
 * waits; under load few are large where many would be small.
 */
export class Gap {
  readonly #ms: number;
  #next = 0;

  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Resolves when the next may begin. One asks after the other. */
  async turn(): Promise<void> {
    const early = this.#next - performance.now();
    if (early > 0) await new Promise((over) => setTimeout(over, early));
    this.#next = performance.now() + this.#ms;
  }
}
