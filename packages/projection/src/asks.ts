import type { Need } from './projection.ts';
import type { Ask } from './slots.ts';

const ROWS = 64;

/** Everything that a batch wants to see, each key once. Grows when a decision looks further. */
export class Asks {
  readonly #keys = new Map<string, KeyAsk>();

  constructor(needs: Iterable<Need>) {
    for (const need of needs) {
      const ask = this.#of(need.key);
      for (const [map, id] of need.entries ?? []) ask.entry(map, id);
      for (const list of need.lists ?? []) ask.rows(list, ROWS);
    }
  }

  wantEntry(key: string, map: string, id: string): void {
    this.#of(key).entry(map, id);
  }

  /** More rows than so many. */
  wantRows(key: string, list: string, more: number): void {
    this.#of(key).rows(list, Math.max(ROWS, more * 4));
  }

  list(): Ask[] {
    return [...this.#keys.values()].map((ask) => ask.toAsk());
  }

  #of(key: string): KeyAsk {
    const known = this.#keys.get(key);
    if (known) return known;
    const ask = new KeyAsk(key);
    this.#keys.set(key, ask);
    return ask;
  }
}

class KeyAsk {
  readonly #key: string;
  readonly #entries = new Map<string, readonly [string, string]>();
  readonly #lists = new Map<string, number>();

  constructor(key: string) {
    this.#key = key;
  }

  entry(map: string, id: string): void {
    this.#entries.set(`${map}:${id}`, [map, id]);
  }

  rows(list: string, limit: number): void {
    this.#lists.set(list, Math.max(limit, this.#lists.get(list) ?? 0));
  }

  toAsk(): Ask {
    return { key: this.#key, entries: [...this.#entries.values()], lists: [...this.#lists] };
  }
}
