import { hash } from 'node:crypto';
import type { RedisClient } from '@backchannel/projection';
import type { Rate } from './bucket.ts';

/** What was taken from a bucket here since it was told last. */
export interface Taken {
  readonly subject: string;
  readonly rate: Rate;
  readonly cost: number;
}

/** Buckets that several instances take from. */
export interface SharedBuckets {
  /** Tells what was taken; hears for each how many milliseconds from now it is full. Rejects when nobody can say. */
  tell(taken: readonly Taken[]): Promise<readonly number[]>;
  close(): void;
}

// By Redis's own clock, so that the clocks of instances do not matter. A bucket that is full again is none.
const script = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + clock[2] / 1000
local debts = {}
for i, key in ipairs(KEYS) do
  local owed, most = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local full = math.max(tonumber(redis.call('GET', key) or 0), now)
  local debt = math.min(full + owed - now, most)
  if owed > 0 and debt >= 1 then
    redis.call('SET', key, string.format('%.3f', now + debt), 'PX', math.ceil(debt))
  end
  debts[i] = tostring(debt)
end
return debts`;
const sha = hash('sha1', script);

/** One call is one hash tag, so a cluster takes it, and short enough that others of the server do not wait for it. */
const SHARDS = 16;
const CHUNK = 200;

export function redisBuckets(redis: RedisClient, prefix: string): SharedBuckets {
  const keyOf = ({ subject }: Taken) => `{${prefix}:${shardOf(subject)}}:${subject}`;

  async function call(taken: readonly Taken[]): Promise<number[]> {
    const args = taken.flatMap(({ rate, cost }) => {
      const each = 1000 / rate.perSecond;
      return [cost * each, rate.burst * each];
    });
    const all = [taken.length, ...taken.map(keyOf), ...args] as const;
    const debts = await redis.evalsha(sha, ...all).catch((error: unknown) => {
      if (!String(error).includes('NOSCRIPT')) throw error;
      return redis.eval(script, ...all);
    });
    return (debts as string[]).map(Number);
  }

  return {
    async tell(taken) {
      const debts = new Map<Taken, number>();
      const chunks = [...Map.groupBy(taken, ({ subject }) => shardOf(subject)).values()].flatMap(chunksOf);
      await Promise.all(
        chunks.map(async (chunk) => {
          const heard = await call(chunk);
          chunk.forEach((one, at) => debts.set(one, heard[at] ?? 0));
        }),
      );
      return taken.map((one) => debts.get(one) ?? 0);
    },
    close: () => redis.disconnect(),
  };
}

function chunksOf<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / CHUNK);
  return Array.from({ length: count }, (_, at) => items.slice(at * CHUNK, (at + 1) * CHUNK));
}

/** Any spread will do: it has to be the same everywhere. */
function shardOf(subject: string): number {
  let sum = 0;
  for (let at = 0; at < subject.length; at += 1) sum = (31 * sum + subject.charCodeAt(at)) | 0;
  return (sum >>> 0) % SHARDS;
}
