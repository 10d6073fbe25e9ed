import type { Failure, Program } from './call.ts';
import { bytesOf } from './image.ts';
import type { Loaded } from './loaded.ts';
import type { Group } from './message.ts';

interface Entry {
  readonly program: Program;
  /** What came of loading it; null where that is still to be done, or to be done again. */
  loaded: Loaded | Failure | null;
}

/** The programs of a worker. */
export class Programs {
  readonly #imageBytes: number;
  // In the order of their last use.
  readonly #all = new Map<string, Entry>();

  constructor(imageBytes: number) {
    this.#imageBytes = imageBytes;
  }

  change({ load, drop }: Pick<Group, 'load' | 'drop'>): void {
    for (const id of drop) this.#all.delete(id);
    for (const program of load) this.#all.set(program.id, { program, loaded: null });
  }

  use(id: string): Entry {
    const kept = this.#all.get(id);
    if (!kept) throw new Error(`the worker was not given the program ${id}`);
    this.#all.delete(id);
    this.#all.set(id, kept);
    return kept;
  }

  /** Where images have become too many bytes, forgets those that were not used for longest; never that in hand. */
  makeRoom(): void {
    const all = [...this.#all.values()];
    let bytes = all.reduce((sum, each) => sum + sizeOf(each), 0);
    for (const each of all.slice(0, -1)) {
      if (bytes <= this.#imageBytes) return;
      bytes -= sizeOf(each);
      if (sizeOf(each) > 0) each.loaded = null;
    }
  }
}

const sizeOf = ({ loaded }: Entry): number => (loaded && 'image' in loaded ? bytesOf(loaded.image) : 0);
