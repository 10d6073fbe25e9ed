import { setTimeout as pause } from 'node:timers/promises';

const SHORTEST = 100;
const LONGEST = 5_000;

export interface Trying {
  /** Nothing is tried again once this is aborted: the last error comes out. */
  readonly until: AbortSignal;
  /** The longest pause between two attempts. */
  readonly longestMs?: number;
  /** Errors that come out at once. */
  readonly unless?: (error: unknown) => boolean;
  /** Told of each failure, and with nothing once it has worked. */
  readonly failed?: (failure?: Failure) => void;
}
export interface Failure {
  readonly error: unknown;
  readonly attempts: number;
}

/** Tries until it works, ever more slowly. */
export async function again<Result>(attempt: () => Promise<Result>, trying: Trying): Promise<Result> {
  const { until, unless, failed, longestMs = LONGEST } = trying;
  for (let attempts = 1, wait = SHORTEST; ; attempts += 1, wait = Math.min(2 * wait, longestMs)) {
    try {
      const result = await attempt();
      if (attempts > 1) failed?.();
      return result;
    } catch (error) {
      if (unless?.(error) || until.aborted) throw error;
      failed?.({ error, attempts });
      await pause(wait, undefined, { signal: until }).catch(() => undefined);
      if (until.aborted) throw error;
    }
  }
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
