import type { Topic } from '@backchannel/contracts';
import type { Log } from './log.ts';

/** As Kafka does by default. */
const TOMBSTONE_MS = 24 * 60 * 60 * 1000;

/** Removes what has been kept long enough, and of compacted topics all but the newest of each key. */
export function retain(log: Log, topics: ReadonlyMap<string, Topic>, now: number): void {
  for (const name of log.topics()) {
    const topic = topics.get(name);
    if (!topic) continue;
    for (const slot of log.slots(name)) {
      if (topic.compacted) log.compact(slot, now - TOMBSTONE_MS);
      else if (topic.retentionMs > 0) log.expire(slot, now - topic.retentionMs);
    }
  }
}
