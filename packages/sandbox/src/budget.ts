// How old a reading of the CPU may be that a run is measured from; what a neighbour took meanwhile counts against it.
const OLDEST_MS = 2;

/**
 * CPU that the code in hand may take. Asked often and begun often, and asking the kernel costs more than a short
 * script: so that is done seldom at the beginning, and then only once the wall clock says that time may be over.
 */
export class Budget {
  #limit = Number.POSITIVE_INFINITY;
  #cpu = 0;
  #cpuReadAt = Number.NEGATIVE_INFINITY;
  #askAt = Number.POSITIVE_INFINITY;
  /** Whether it ran out since `start`: stays so, whatever the guest makes of the interruption. */
  spent = false;

  start(limit: number): void {
    const now = performance.now();
    if (now - this.#cpuReadAt > OLDEST_MS) {
      this.#cpu = cpu();
      this.#cpuReadAt = now;
    }
    this.#limit = limit;
    this.#askAt = now + limit;
    this.spent = false;
  }

  readonly over = (): boolean => {
    if (this.spent) return true;
    const now = performance.now();
    if (now < this.#askAt) return false;
    const left = this.#limit - (cpu() - this.#cpu);
    this.spent = left <= 0;
    this.#askAt = now + left;
    return this.spent;
  };
}

function cpu(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
