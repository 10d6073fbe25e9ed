/** What a service waits for before it can work, gathered from everything that may wait. */
export class Health {
  readonly #probes: (() => readonly string[])[] = [];
  #stopping = false;

  /** `probe` names what it waits for, each in one sentence. */
  add(probe: () => readonly string[]): void {
    this.#probes.push(probe);
  }

  /** From now on the service is not ready: it is being stopped. */
  stop(): void {
    this.#stopping = true;
  }

  waitsFor(): readonly string[] {
    return [...(this.#stopping ? ['the service is stopping'] : []), ...this.#probes.flatMap((probe) => probe())];
  }
}
