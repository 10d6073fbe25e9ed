import type { Guest } from './guest.ts';

interface Names {
  readonly names: readonly string[];
  /** Names that are often taken for others of these. */
  readonly tried: Readonly<Record<string, string>>;
}

/** What to say to somebody who asks for a function that does not exist. */
export function unknownName(guest: Guest, { names, tried }: Names): (name: string) => string {
  const { hasOwn } = Object;
  const { min } = Math;
  const { toLowerCase } = guest.texts;
  /** How many letters to add, take away or change. */
  const distance = (one: string, other: string): number => {
    let row = guest.list<number>();
    for (let b = 0; b <= other.length; b++) row[b] = b;
    for (let a = 1; a <= one.length; a++) {
      const next = guest.list<number>(a);
      for (let b = 1; b <= other.length; b++) {
        const change = one[a - 1] === other[b - 1] ? 0 : 1;
        next[b] = min((row[b] as number) + 1, (next[b - 1] as number) + 1, (row[b - 1] as number) + change);
      }
      row = next;
    }
    return row[other.length] as number;
  };
  const closest = (name: string): string | undefined => {
    if (hasOwn(tried, name)) return tried[name];
    // Beyond a third of it nothing is close.
    let least = name.length / 3;
    let found: string | undefined;
    for (let at = 0; at < names.length; at++) {
      const candidate = names[at] as string;
      const changes = distance(toLowerCase(name), toLowerCase(candidate));
      if (changes > least || (found && changes === least)) continue;
      least = changes;
      found = candidate;
    }
    return found;
  };

  return (name) => {
    const meant = name.length > 100 ? undefined : closest(name);
    return `botContext has no function ${guest.stringify(name)}${meant ? `; did you mean "${meant}"?` : ''}`;
  };
}
