/** The name that was meant, if one is close: at most a third of its letters differ. */
export function closest(name: string, names: Iterable<string>): string | undefined {
  if (name.length > 100) return undefined;
  let least = name.length / 3;
  let found: string | undefined;
  for (const candidate of names) {
    const changes = distance(name.toLowerCase(), candidate.toLowerCase());
    if (changes > least || (found !== undefined && changes === least)) continue;
    least = changes;
    found = candidate;
  }
  return found;
}

/** `; did you mean "x"?`, or nothing. */
export function meant(name: string, names: Iterable<string>): string {
  const found = closest(name, names);
  return found === undefined ? '' : `; did you mean ${JSON.stringify(found)}?`;
}

/** How many letters to add, take away, change or swap with their neighbour. */
function distance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, place) => place)];
  const known = (a: number, b: number) => rows[a]?.[b] ?? 0;
  for (let a = 1; a <= one.length; a += 1) {
    const row = [a];
    rows.push(row);
    for (let b = 1; b <= other.length; b += 1) {
      const change = known(a - 1, b - 1) + (one[a - 1] === other[b - 1] ? 0 : 1);
      const isSwap = a > 1 && b > 1 && one[a - 1] === other[b - 2] && one[a - 2] === other[b - 1];
      const swap = isSwap ? known(a - 2, b - 2) + 1 : change;
      row.push(Math.min(known(a - 1, b) + 1, known(a, b - 1) + 1, change, swap));
    }
  }
  return known(one.length, other.length);
}
