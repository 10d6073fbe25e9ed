import type { RedisClient } from './redis-client.ts';
import { type AdvanceReply, advanceArgs, markArgs, markScripts, parseAdvanced } from './redis-marks.ts';
import {
  type FoundReply,
  type HeadReply,
  parseDeadlines,
  parseFound,
  parseHead,
  parseJson,
  parseRows,
  type Text,
} from './redis-replies.ts';
import { run, type Script, scripts } from './redis-scripts.ts';
import { askArgs, headArgs, stepArgs } from './redis-steps.ts';
import { sweep } from './redis-sweep.ts';
import type { Slots } from './slots.ts';

export interface RedisSlotsOptions {
  /** As `connectRedis` makes it. Stays its owner's to close. */
  readonly redis: RedisClient;
  /** Of the names of all keys: one projection's own. */
  readonly prefix: string;
}

/** Slots in Redis, each of its calls one script. One slot is one hash tag, so a cluster spreads them. */
export function redisSlots({ redis, prefix }: RedisSlotsOptions): Slots {
  const headOf = (slot: number) => `{${prefix}.${slot}}:head`;
  const call = (script: Script, slot: number, args: readonly (string | number)[] = []) =>
    run(redis, script, [headOf(slot), ...args]);
  const closing = new AbortController();
  const sweeps = new Set<Promise<void>>();

  const sweepLater = (slot: number) => {
    const sweeping = sweep(redis, headOf(slot), closing.signal).finally(() => sweeps.delete(sweeping));
    sweeps.add(sweeping);
  };

  return {
    async head(slot) {
      return parseHead((await call(scripts.head, slot)) as HeadReply);
    },
    async read(slot, asks) {
      const [head, ...found] = (await call(scripts.read, slot, askArgs(asks))) as [HeadReply, ...FoundReply[]];
      return { head: parseHead(head), found: asks.map((ask, i) => parseFound(ask, found[i] ?? [])) };
    },
    async write(slot, step) {
      return (await call(scripts.write, slot, stepArgs(step))) === 1;
    },
    async empty(slot, expected, head) {
      const done = (await call(scripts.empty, slot, headArgs(expected, head))) === 1;
      if (done && expected.offset >= 0) sweepLater(slot);
      return done;
    },
    async due(slot, now, limit) {
      const [head, due, ids] = (await call(scripts.due, slot, [now, limit])) as [HeadReply, string[], string[]];
      return { head: parseHead(head), deadlines: parseDeadlines(due, ids) };
    },
    async state(slot, key) {
      return parseJson((await call(scripts.state, slot, [key])) as Text);
    },
    async range(slot, { key, list, from, limit }) {
      const reply = await call(scripts.range, slot, [key, list, from, limit]);
      const [epoch, first, rows] = reply as [string, number, string[]];
      return { epoch, first, rows: parseRows(rows) };
    },
    async raise(slot, { key, name, value }) {
      return Number(await call(scripts.raise, slot, [key, name, value]));
    },
    async advance(slot, lane, keys) {
      return parseAdvanced((await call(markScripts.advance, slot, advanceArgs(lane, keys))) as AdvanceReply);
    },
    async raiseAll(slot, epoch, marks) {
      return (await call(markScripts.raiseAll, slot, [epoch, ...markArgs(marks)])) === 1;
    },
    async claim(slot, { key, name, number, owner }) {
      return (await call(scripts.claim, slot, [key, name, number, owner])) as Text;
    },
    async close() {
      closing.abort();
      await Promise.all(sweeps);
    },
  };
}
