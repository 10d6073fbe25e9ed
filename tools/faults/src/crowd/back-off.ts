import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 100;
const MOST_MS = 3000;

/** How long a client waits before it tries again: longer each time, and not all at the same moment. */
export function backOff(attempt: number, retryAfterMs = 0): Promise<void> {
  const most = Math.min(FIRST_MS * 2 ** attempt, MOST_MS);
  return sleep(Math.min(retryAfterMs, MOST_MS) + most / 2 + (Math.random() * most) / 2);
}
