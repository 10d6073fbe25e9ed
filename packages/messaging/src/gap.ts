/** For readers of everything that few wait for, or nobody. */
export const UNHURRIED_MS = 50;

/** How long requests of a kind are put off, at most, and after how many records so long. */
export interface Widest {
  readonly ms: number;
  readonly records: number;
}

/**
 * How long to leave after a request that carried so many records: it tells how many the next one will carry. What a request
 * costs here and at Kafka is mostly the same whatever it carries, so where there are many each gap saves, and where there
 * are few nobody waits. By the root gaps grow as the rate does; in proportion to the records there would be none up to some
 * rate, and the widest from there on.
 */
export function gapAfter(records: number, widest: Widest): number {
  return Math.sqrt(Math.min(records / widest.records, 1)) * widest.ms;
}

/**
 * Things of one kind do not begin sooner after each other: what comes meanwhile goes with the next. What comes alone never
 * waits; under load few are large where many would be small.
 */
export class Gap {
  ms: number;
  #began = -Infinity;

  constructor(ms = 0) {
    this.ms = ms;
  }

  /** Resolves when the next may begin. One asks after the other. */
  async turn(): Promise<void> {
    const early = this.#began + this.ms - performance.now();
    if (early > 0) await new Promise((over) => setTimeout(over, early));
    this.#began = performance.now();
  }
}
