import type { Redis } from 'ioredis';
import { run, scripts } from './redis-scripts.ts';

/**
 * Deletes what a slot has of former epochs, in the background. The epoch is looked at in the same step as the keys are
 * deleted: Redis may have been put back meanwhile, and the former epoch be the present one again. Sweeping that fails
 * is made up for when the slot is emptied next.
 */
export async function sweep(redis: Redis, head: string, signal: AbortSignal): Promise<void> {
  const match = `${head.slice(0, -'head'.length).replace(/[[\]?*\\]/g, '\\$&')}*`;
  let cursor = '0';
  try {
    do {
      const [next, keys] = await redis.scan(cursor, 'MATCH', match, 'COUNT', 500);
      if (keys.length > 0) await run(redis, scripts.sweep, [head, ...keys]);
      cursor = next;
    } while (cursor !== '0' && !signal.aborted);
  } catch {
    return;
  }
}
