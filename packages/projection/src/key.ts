import type { Json } from '@backchannel/contracts';
import type { Kept } from './memory.ts';
import type { Change, View } from './projection.ts';
import type { Ask, Entry, Found } from './slots.ts';

/** How a key tells that a decision looks at what has not been read. Never returns: the batch is folded again. */
export interface Lack {
  entry(key: string, map: string, id: string): never;
  rows(key: string, list: string, have: number): never;
}

interface Rows {
  readonly read: readonly Json[];
  /** `read` is all that the store has. */
  readonly complete: boolean;
  readonly pushed: Json[];
  dropped: number;
}

/** One key within a batch: what is known of it, and what the batch has made of that so far. */
export class Key<State> implements View<State> {
  readonly key: string;
  state: State;
  /** Null: known, or supposed, to be absent. */
  readonly #entries = new Map<string, Map<string, Entry | null>>();
  readonly #lists = new Map<string, Rows>();
  readonly #lack: Lack;
  #forgotten = false;

  constructor(key: string, state: State, lack: Lack) {
    this.key = key;
    this.state = state;
    this.#lack = lack;
  }

  recall({ empty }: Pick<Kept<State>, 'empty'>): void {
    for (const list of empty) this.#lists.set(list, { read: [], complete: true, pushed: [], dropped: 0 });
  }

  suppose({ entries }: Pick<Ask, 'entries'>): void {
    for (const [map, id] of entries) this.#map(map).set(id, null);
  }

  learn({ entries, lists }: Ask, found: Found): void {
    entries.forEach(([map, id], i) => {
      this.#map(map).set(id, found.entries[i] ?? null);
    });
    lists.forEach(([list, limit], i) => {
      const read = found.lists[i] ?? [];
      this.#lists.set(list, { read, complete: read.length < limit, pushed: [], dropped: 0 });
    });
  }

  /** What may be kept of it, once it is stored. */
  get left(): Kept<State> {
    const empty = new Set<string>();
    for (const [list, { read, complete, pushed, dropped }] of this.#lists) {
      if (complete && dropped === read.length + pushed.length) empty.add(list);
    }
    return { state: this.state, empty };
  }

  entry(map: string, id: string): Json | undefined {
    const known = this.#map(map).get(id);
    if (known === undefined && !this.#forgotten) this.#lack.entry(this.key, map, id);
    return known?.value;
  }

  *rows(list: string): Iterable<Json> {
    const { read, complete, pushed, dropped } = this.#rows(list);
    yield* read.slice(dropped);
    if (!complete) this.#lack.rows(this.key, list, Math.max(read.length, dropped));
    yield* pushed.slice(Math.max(0, dropped - read.length));
  }

  apply(change: Change): void {
    if ('push' in change) this.#rows(change.push).pushed.push(change.row);
    else if ('drop' in change) drop(this.#rows(change.drop), change.count);
    else if ('put' in change) this.#put(change);
    else if ('forget' in change) this.#forget();
  }

  #put({ put, id, value, keep }: Extract<Change, { put: string }>): void {
    const entries = this.#map(put);
    if (keep !== undefined) age(entries, keep);
    entries.set(id, { value, age: keep === undefined ? null : 0 });
  }

  #forget(): void {
    this.#forgotten = true;
    this.#entries.clear();
    this.#lists.clear();
  }

  #map(name: string): Map<string, Entry | null> {
    const known = this.#entries.get(name);
    if (known) return known;
    const entries = new Map<string, Entry | null>();
    this.#entries.set(name, entries);
    return entries;
  }

  #rows(list: string): Rows {
    const known = this.#lists.get(list);
    if (known) return known;
    const rows: Rows = { read: [], complete: this.#forgotten, pushed: [], dropped: 0 };
    this.#lists.set(list, rows);
    return rows;
  }
}

function drop(rows: Rows, count: number): void {
  const all = rows.complete ? rows.read.length + rows.pushed.length : Infinity;
  rows.dropped = Math.min(rows.dropped + count, all);
}

/** Without it, what a decision sees would depend on where batches end. */
function age(entries: Map<string, Entry | null>, keep: number): void {
  for (const [id, entry] of entries) {
    if (!entry || entry.age === null) continue;
    entries.set(id, entry.age + 1 < keep ? { ...entry, age: entry.age + 1 } : null);
  }
}
