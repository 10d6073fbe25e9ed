import { isDecided, mostCarried } from '../ladder.ts';
import type { LadderResult, Results } from '../results.ts';

/** The middle of several, and how far they lie apart. */
export interface Range {
  readonly median: number;
  readonly from: number;
  readonly to: number;
}

export function rangeOf(numbers: readonly number[]): Range | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [from, to] = [sorted[0], sorted.at(-1)];
  if (from === undefined || to === undefined) return undefined;
  const half = sorted.length / 2;
  const [low = from, high = from] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return { median: (low + high) / 2, from, to };
}

/** Those whose end the generator has seen. */
const decided = (ladders: readonly LadderResult[]) => ladders.filter(({ steps }) => isDecided(steps));

/** What a system carries: of all its ladders. */
export function carriedBy({ ladders }: Pick<Results, 'ladders'>, system: string): Range | undefined {
  return rangeOf(decided(ladders).flatMap((one) => (one.system === system ? [mostCarried(one.steps)] : [])));
}

/** The median of what it carries; undefined if that was not measured, or is nothing. */
export const mostOf = (results: Pick<Results, 'ladders'>, system: string): number | undefined =>
  carriedBy(results, system)?.median || undefined;

/** How many times as much a system carries as another one: of each round a ratio, for a machine changes in the meantime. */
export function throughputRatio({ ladders }: Pick<Results, 'ladders'>, one: string, other: string): Range | undefined {
  return ratioOf(decided(ladders), { one, other, figure: ({ steps }) => mostCarried(steps) });
}

interface Compared<Item> {
  readonly one: string;
  readonly other: string;
  readonly figure: (item: Item) => number;
}

/** The rounds' ratios of the means of two systems. A round that has not measured both says nothing, nor one whose other has nothing. */
export function ratioOf<Item extends Pick<LadderResult, 'system' | 'round'>>(
  items: readonly Item[],
  { one, other, figure }: Compared<Item>,
): Range | undefined {
  const rounds = Map.groupBy(items, ({ round }) => round);
  const ratios = [...rounds.values()].flatMap((round) => {
    const mean = (system: string) => meanOf(round.filter((item) => item.system === system).map(figure));
    const [a, b] = [mean(one), mean(other)];
    return a !== undefined && b ? [a / b] : [];
  });
  return rangeOf(ratios);
}

function meanOf(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
