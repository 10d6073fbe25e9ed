import type { RedisClient } from '@backchannel/projection';
import { Answered } from './answer.ts';
import { KEPT_MS, type Memo } from './memo.ts';

export interface RedisMemoOptions {
  /** As `connectRedis` makes it. Stays its owner's to close. */
  readonly redis: RedisClient;
  /** Of the names of all keys. */
  readonly prefix?: string;
  readonly keptMs?: number;
}

/** A memo in Redis, one key for each answer. */
export function redisMemo({ redis, prefix = 'dialog.outside', keptMs = KEPT_MS }: RedisMemoOptions): Memo {
  const find = async (key: string) => {
    const text = await redis.get(`${prefix}:${key}`);
    return text === null ? null : Answered.parse(JSON.parse(text));
  };
  return {
    get: find,
    async put(key, answer) {
      const isFirst = await redis.set(`${prefix}:${key}`, JSON.stringify(answer), 'PX', keptMs, 'NX');
      return isFirst ? answer : ((await find(key)) ?? answer);
    },
    async close() {},
  };
}
