import type { Answered } from './answer.ts';
import type { Method } from './request.ts';
import { Trouble } from './trouble.ts';

/** What came of the calls so far. */
export interface Attempts {
  readonly method: Method;
  /** How many times it was tried again already. */
  readonly retries: number;
  readonly last: Answered | Trouble;
  readonly leftMs: number;
}

export interface RetryLimits {
  readonly retries: number;
  /** The first pause at most; each that follows is twice as long. */
  readonly backoffMs: number;
}

const LONGEST_PAUSE_MS = 5000;
const TRY_LATER = [429, 502, 503, 504];

/** How long to wait until the next attempt; null when what came last is the result. `random` is from 0 to 1. */
export function pauseBeforeNext(
  { method, retries, last, leftMs }: Attempts,
  limits: RetryLimits,
  { random, now }: { random: number; now: number },
): number | null {
  if (retries >= limits.retries || !mayTryAgain(method, last)) return null;
  const longest = Math.min(limits.backoffMs * 2 ** retries, LONGEST_PAUSE_MS);
  const jittered = (longest / 2) * (1 + random);
  const pause = Math.max(jittered, last instanceof Trouble ? 0 : retryAfter(last.headers['retry-after'], now));
  return pause < leftMs ? pause : null;
}

function mayTryAgain(method: Method, last: Answered | Trouble): boolean {
  const idempotent = method !== 'POST' && method !== 'PATCH';
  if (!(last instanceof Trouble)) return idempotent && TRY_LATER.includes(last.status);
  return last.again === 'always' || (last.again === 'idempotent' && idempotent);
}

/** A number of seconds, or a date. */
function retryAfter(text: string | undefined, now: number): number {
  if (text === undefined) return 0;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}
