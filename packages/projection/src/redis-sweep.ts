import { mastersOf, type RedisClient } from './redis-client.ts';
import { run, scripts } from './redis-scripts.ts';

/**
 * Deletes what a slot has of former epochs, in the background. The epoch is looked at in the same step as the keys are
 * deleted: Redis may have been put back meanwhile, and the former epoch be the present one again. Sweeping that fails
 * is made up for when the slot is emptied next.
 */
export async function sweep(redis: RedisClient, head: string, signal: AbortSignal): Promise<void> {
  const match = `${head.slice(0, -'head'.length).replace(/[[\]?*\\]/g, '\\$&')}*`;
  try {
    for (const node of mastersOf(redis)) {
      let cursor = '0';
      do {
        const [next, keys] = await node.scan(cursor, 'MATCH', match, 'COUNT', 500);
        if (keys.length > 0) await run(redis, scripts.sweep, [head, ...keys]);
        cursor = next;
      } while (cursor !== '0' && !signal.aborted);
    }
  } catch {
    return;
  }
}
