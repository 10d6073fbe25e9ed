/** What `node --cpu-prof` writes. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

/** Where a process was while it worked. */
export interface Spot {
  readonly name: string;
  /** In microseconds: in the function itself, and in all that it called as well. */
  readonly self: number;
  readonly total: number;
}

/** The dearest functions first. What waits is no work; `(program)` is what Node does outside of JavaScript. */
export function spotsOf({ nodes, samples, timeDeltas }: CpuProfile): Spot[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)));
  const spots = new Map<string, { self: number; total: number }>();
  const spotOf = (name: string) => {
    const spot = spots.get(name) ?? { self: 0, total: 0 };
    spots.set(name, spot);
    return spot;
  };
  const selfOf = new Map<number, number>();
  samples.forEach((id, i) => selfOf.set(id, (selfOf.get(id) ?? 0) + (timeDeltas[i] ?? 0)));

  for (const [id, time] of selfOf) {
    const seen = new Set<string>();
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const name = nameOf(byId.get(at) as ProfileNode);
      if (at === id) spotOf(name).self += time;
      if (!seen.has(name)) spotOf(name).total += time;
      seen.add(name);
    }
  }
  return [...spots]
    .map(([name, { self, total }]) => ({ name, self, total }))
    .filter(({ name }) => name !== '(idle)' && name !== '(root)')
    .toSorted((a, b) => b.self - a.self);
}

function nameOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string {
  const name = functionName || '(anonymous)';
  if (url === '') return name;
  const place = url.replace(/^.*\/(node_modules\/|apps\/|packages\/|tools\/)/, '$1').replace(/^file:\/\//, '');
  return `${name} ${place}:${lineNumber + 1}`;
}
