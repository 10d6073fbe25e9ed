/** Below which everything is finished, when things finish in any order. */
export class Watermark {
  #next: number;
  // In the order of their offsets, so the first is the lowest.
  readonly #unfinished = new Set<number>();

  constructor(next: number) {
    this.#next = next;
  }

  begin(offset: number): void {
    this.#unfinished.add(offset);
    this.#next = offset + 1;
  }

  finish(offset: number): void {
    this.#unfinished.delete(offset);
  }

  get unfinished(): number {
    return this.#unfinished.size;
  }

  get position(): number {
    for (const lowest of this.#unfinished) return lowest;
    return this.#next;
  }
}
