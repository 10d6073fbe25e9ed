/** However slow the disk: what waits for it must not wait for long. */
const LONGEST_MS = 20;

/**
 * Runs work that waits for the disk, and lets the others work for as long as it took. Then commits never take more than
 * half of the time, and what comes meanwhile shares the next one; alone, it runs at once.
 */
export class Pace {
  #restedAt = 0;

  soon(work: () => void): void {
    const rest = this.#restedAt - performance.now();
    const run = () => {
      const began = performance.now();
      work();
      const ended = performance.now();
      this.#restedAt = ended + Math.min(ended - began, LONGEST_MS);
    };
    if (rest > 0) setTimeout(run, rest);
    else setImmediate(run);
  }
}
