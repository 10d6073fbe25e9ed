import type { Program } from './call.ts';

/** Which programs a worker has. */
export class Kept {
  readonly #bound: number;
  // In the order of their last use.
  readonly #ids = new Set<string>();

  constructor(bound: number) {
    this.#bound = bound;
  }

  /** What it must load for these, and what it must drop instead. */
  want(programs: readonly Program[]): { readonly load: readonly Program[]; readonly drop: readonly string[] } {
    const load: Program[] = [];
    for (const program of new Set(programs)) {
      if (!this.#ids.delete(program.id)) load.push(program);
      this.#ids.add(program.id);
    }
    const wanted = new Set(programs.map(({ id }) => id));
    const drop: string[] = [];
    for (const id of this.#ids) {
      if (this.#ids.size <= this.#bound || wanted.has(id)) break;
      this.#ids.delete(id);
      drop.push(id);
    }
    return { load, drop };
  }
}
