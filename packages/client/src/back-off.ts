const FIRST_MS = 200;
const MOST_MS = 10_000;
/** Whoever asks for more patience than this is told so at once. */
const PATIENCE_MS = 60_000;

/** How long to wait before the next attempt, never sooner than the server asks; null: not worth waiting. */
export function delayBefore(attempt: number, retryAfter: number | null, random: number): number | null {
  const most = Math.min(FIRST_MS * 2 ** attempt, MOST_MS);
  // Not all who were refused together come again together.
  const delay = most / 2 + (random * most) / 2;
  if (retryAfter === null) return delay;
  return retryAfter > PATIENCE_MS ? null : retryAfter + delay;
}

/** `Retry-After`, seconds or a date, in milliseconds from now (RFC 9110). */
export function retryAfterOf(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Resolves after that time; rejects with the signal's reason when it is aborted. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
