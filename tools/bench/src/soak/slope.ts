export interface Sample {
  /** In milliseconds since the beginning. */
  readonly at: number;
  readonly bytes: number;
}

/** Bytes a minute that the lowest points rise: between two of them a heap is full of what nobody needs any more. */
export function slopeOf(samples: readonly Sample[], windowMs: number): number {
  const windows = Map.groupBy(samples, ({ at }) => Math.floor(at / windowMs));
  const lows = [...windows.values()].map((some) => some.reduce((low, one) => (one.bytes < low.bytes ? one : low)));
  return 60_000 * risePerMs(lows);
}

/** The line that fits best. */
function risePerMs(points: readonly Sample[]): number {
  if (points.length < 2) return 0;
  const mean = (of: (point: Sample) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [at, bytes] = [mean((point) => point.at), mean((point) => point.bytes)];
  const both = mean((point) => (point.at - at) * (point.bytes - bytes));
  return both / mean((point) => (point.at - at) ** 2);
}
