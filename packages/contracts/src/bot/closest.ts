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

/** How many letters to add, take away or change. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (const [a, letter] of [...one].entries()) {
    const next = [a + 1];
    for (let b = 1; b < row.length; b += 1) {
      const change = (row[b - 1] ?? 0) + (letter === other[b - 1] ? 0 : 1);
      next.push(Math.min((row[b] ?? 0) + 1, (next[b - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
