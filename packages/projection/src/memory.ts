import { sameMark } from './head.ts';
import type { Ask, Head, Mark } from './slots.ts';

/** What is known of a key without reading it: its state, and which of its lists are empty. */
export interface Kept<State> {
  readonly state: State;
  readonly empty: ReadonlySet<string>;
}

/** What a step leaves of a key; `size` in characters of JSON. */
export interface Left<State> {
  readonly key: string;
  /** Null: nothing is known of it any more. */
  readonly kept: Kept<State> | null;
  readonly size: number;
}

/** Of one partition. */
const MOST = 2 * 1024 * 1024;

/**
 * What an owner has left in its slot, of the keys that it has worked on lately. While the slot stands where the owner has
 * left it nothing of that can have changed. Nobody has to ask whether it does: a step is stored only there.
 */
export class Memory<State> {
  readonly #keys = new Map<string, Left<State>>();
  #mark: Mark | undefined;
  #size = 0;

  /** Where it has left the slot, by its last step; its events are said. */
  get head(): Head | undefined {
    return this.#mark && { ...this.#mark, events: [], retell: [] };
  }

  /** Whether the slot is as it was left. */
  stands(head: Mark): boolean {
    return this.#mark !== undefined && sameMark(this.#mark, head);
  }

  get(key: string): Kept<State> | undefined {
    return this.#keys.get(key)?.kept ?? undefined;
  }

  /** Whether it knows all that is asked, but for entries of maps: those may be supposed to be absent, for the store to check. */
  knows({ key, lists }: Pick<Ask, 'key' | 'lists'>): boolean {
    const kept = this.get(key);
    return kept !== undefined && lists.every(([list]) => kept.empty.has(list));
  }

  keep({ offset, writer, epoch }: Mark, all: Iterable<Left<State>>): void {
    this.#mark = { offset, writer, epoch };
    for (const one of all) {
      this.#drop(one.key);
      if (!one.kept) continue;
      this.#keys.set(one.key, one);
      this.#size += one.size;
    }
    // Those that nobody has worked on for the longest time.
    for (const key of this.#keys.keys()) {
      if (this.#size <= MOST) break;
      this.#drop(key);
    }
  }

  forget(): void {
    this.#mark = undefined;
    this.#keys.clear();
    this.#size = 0;
  }

  #drop(key: string): void {
    this.#size -= this.#keys.get(key)?.size ?? 0;
    this.#keys.delete(key);
  }
}
