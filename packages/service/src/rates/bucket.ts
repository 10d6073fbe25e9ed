/** How often somebody may ask: so many a second for good, and so many at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Where somebody stands after having asked. */
export interface Standing {
  /** How many may come at once. */
  readonly limit: number;
  /** How many of those are left. */
  readonly remaining: number;
  /** In how many milliseconds all of them are there again. */
  readonly resetMs: number;
  /** In how many milliseconds it may be asked again what was refused; 0: it was let in. */
  readonly waitMs: number;
}

/**
 * A bucket is one number: when it will be full again (GCRA). Whoever takes from it moves that moment away, and it may be
 * so far away as a whole bucket takes to fill. What is refused takes nothing.
 */
export function take(fullAt: number, now: number, { rate, cost = 1 }: { readonly rate: Rate; readonly cost?: number }) {
  const each = 1000 / rate.perSecond;
  const most = each * rate.burst;
  const from = Math.max(fullAt, now);
  const after = from + cost * each;
  // What adds up over many tokens is not exact: a thousandth of one is no reason to refuse.
  const over = after - now - most;
  const isIn = over <= each / 1000;
  const debt = (isIn ? after : from) - now;
  const standing: Standing = {
    limit: rate.burst,
    remaining: Math.max(0, Math.floor((most - debt) / each + 1 / 1000)),
    resetMs: debt,
    waitMs: isIn ? 0 : over,
  };
  return { fullAt: isIn ? after : from, standing };
}

/** A bucket that somebody has emptied as far as it goes, or by as much as was taken elsewhere. */
export function empty(fullAt: number, now: number, { rate, cost }: { readonly rate: Rate; readonly cost: number }) {
  const each = 1000 / rate.perSecond;
  return Math.min(Math.max(fullAt, now) + cost * each, now + each * rate.burst);
}
