const FIRST_MS = 500;
const MOST_MS = 30_000;

/** How long to wait before the next attempt, never sooner than the server asks. Not all who were cut off together come again together. */
export function delayBefore(attempt: number, random: number, asked = 0): number {
  const most = Math.min(FIRST_MS * 2 ** attempt, MOST_MS);
  return asked + most / 2 + (random * most) / 2;
}
