/** What a request costs here and at Kafka is mostly the same whatever it carries, and this long is hardly felt. */
export const GAP_MS = 10;
/** For readers of everything that few wait for, or nobody. */
export const UNHURRIED_MS = 50;

const MS_A_RECORD = 2;
const BUSY_MS = 30;

/** How long to leave after a fetch: it tells how many the next one will bring, and the more there are the more each gap saves. */
export function gapAfter(records: number, least: number): number {
  return Math.max(least, Math.min(records * MS_A_RECORD, BUSY_MS));
}

/**
 * Things of one kind do not begin sooner after each other: what comes meanwhile goes with the next. What comes alone never
 * waits; under load few are large where many would be small.
 */
export class Gap {
  ms: number;
  #began = -Infinity;

  constructor(ms: number) {
    this.ms = ms;
  }

  /** Resolves when the next may begin. One asks after the other. */
  async turn(): Promise<void> {
    const early = this.#began + this.ms - performance.now();
    if (early > 0) await new Promise((over) => setTimeout(over, early));
    this.#began = performance.now();
  }
}
