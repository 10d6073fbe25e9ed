/** What a service waits for before it can work, gathered from everything that may wait. */
export class Health {
  readonly #probes: (() => readonly string[])[] = [];
  readonly #stop = new AbortController();

  /** Aborted when the service is being stopped. */
  get stopping(): AbortSignal {
    return this.#stop.signal;
  }

  /** `probe` names what it waits for, each in one sentence. */
  add(probe: () => readonly string[]): void {
    this.#probes.push(probe);
  }

  /** From now on the service is not ready: it is being stopped. */
  stop(): void {
    this.#stop.abort();
  }

  waitsFor(): readonly string[] {
    return [...(this.stopping.aborted ? ['the service is stopping'] : []), ...this.#probes.flatMap((probe) => probe())];
  }
}
