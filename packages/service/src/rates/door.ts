import { limits } from '@backchannel/contracts';
import { Refused } from '../problems.ts';
import type { Rate, Standing } from './bucket.ts';
import type { Rates } from './rates.ts';

/** So many a second for long, and as much as in ten seconds at once. */
export function rateOf(perSecond: number): Rate {
  return { perSecond, burst: Math.max(1, Math.round(perSecond * limits.rateSeconds)) };
}

/** Lets somebody in, or refuses: 429. */
export function allow(rates: Rates, subject: string, perSecond: number): Standing {
  const standing = rates.take(subject, rateOf(perSecond));
  if (standing.waitMs > 0) throw tooMany(standing);
  return standing;
}

export function tooMany(standing: Standing): Refused {
  const retryAfter = Math.max(1, secondsOf(standing.waitMs));
  const detail = `again in ${retryAfter} s`;
  return new Refused('rate_limited', { detail, retryAfter, headers: rateHeaders(standing) });
}

/** As draft-ietf-httpapi-ratelimit-headers-06 names them; later drafts put them into one. */
export function rateHeaders({ limit, remaining, resetMs }: Standing): Readonly<Record<string, string>> {
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(secondsOf(resetMs)),
  };
}

/** Rounded up, but for what is not exact in a difference of two times. */
const secondsOf = (ms: number) => Math.ceil(ms / 1000 - 1e-6);
