/** CPU that the code in hand may take. Asked often, so it asks the kernel only once the wall clock says so. */
export class Budget {
  #limit = Number.POSITIVE_INFINITY;
  #cpuAtStart = 0;
  #askAt = Number.POSITIVE_INFINITY;
  /** Whether it ran out since `start`: stays so, whatever the guest makes of the interruption. */
  spent = false;

  start(limit: number): void {
    this.#limit = limit;
    this.#cpuAtStart = cpu();
    this.#askAt = performance.now() + limit;
    this.spent = false;
  }

  readonly over = (): boolean => {
    if (this.spent) return true;
    const now = performance.now();
    if (now < this.#askAt) return false;
    const left = this.#limit - (cpu() - this.#cpuAtStart);
    this.spent = left <= 0;
    this.#askAt = now + left;
    return this.spent;
  };
}

function cpu(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
