/** A generation of the keys that sign a bot's return links. */
export interface Generation {
  readonly generation: number;
  /** Null for the first, which every bot begins with. */
  readonly createdAt: number | null;
  /** When it ends; null: it signs. */
  readonly until: number | null;
}

const first: Generation = { generation: 0, createdAt: null, until: null };

/** Those that are good, the last signs; of a bot that has none, the first. */
export function goodAt(now: number, generations: readonly Generation[]): readonly Generation[] {
  const all = generations.length === 0 ? [first] : generations;
  return all.filter(({ until }) => until === null || until > now);
}

/** The next generation signs; those before it end after the overlap, or when they would have ended before that. */
export function rotated(
  good: readonly Generation[],
  { now, overlapMs }: { readonly now: number; readonly overlapMs: number },
): readonly Generation[] {
  const end = now + overlapMs;
  const before = good.map((one) => ({ ...one, until: Math.min(one.until ?? end, end) }));
  const generation = Math.max(...good.map((one) => one.generation)) + 1;
  return goodAt(now, [...before, { generation, createdAt: now, until: null }]);
}
