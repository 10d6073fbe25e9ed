import { setTimeout as sleep } from 'node:timers/promises';
import { cutAll, feel } from './network.ts';
import type { Scenario } from './scenario.ts';

/** Longer than services wait for a command. */
const LATE_MS = 3_500;
/** What comes every second takes longer than that. */
const SLOW_MS = 1_000;

export const redisScenarios: readonly Scenario[] = [
  {
    name: 'redis-restart',
    title: 'Redis: SIGKILL, started again on its append-only file (each second)',
    on: 'distributed',
    quick: true,
    async run({ system, gone }) {
      await system.redis.kill();
      await system.redis.start();
      gone();
    },
  },
  {
    name: 'redis-away',
    title: 'Redis: nothing passes for 20 s, connections stay',
    on: 'distributed',
    async run(stage) {
      const { system, gone } = stage;
      system.toRedis.hold();
      await sleep(20_000);
      feel(stage, 15_000);
      system.toRedis.release();
      gone();
    },
  },
  {
    name: 'redis-back',
    title: 'Redis: put back to what it held 5 s before',
    on: 'distributed',
    quick: true,
    async run({ system, gone }) {
      const then = await system.redis.snapshot();
      await sleep(5_000);
      await system.redis.restore(then);
      gone();
    },
  },
  {
    name: 'redis-empty',
    title: 'Redis: emptied',
    on: 'distributed',
    async run({ system, gone }) {
      await system.redis.restore([]);
      gone();
    },
  },
  {
    name: 'redis-late',
    title: 'Redis: every answer 3.5 s late, for 10 s (services give up after 3 s)',
    on: 'distributed',
    async run(stage) {
      const { system, gone } = stage;
      system.toRedis.delay(LATE_MS);
      await sleep(10_000);
      feel(stage, LATE_MS);
      system.toRedis.delay(0);
      gone();
    },
  },
  {
    name: 'redis-slow',
    title: 'Redis: every answer 1 s late, for 20 s',
    on: 'distributed',
    async run({ system, load, gone, note, fail }) {
      const began = performance.now();
      system.toRedis.delay(SLOW_MS);
      await sleep(20_000);
      const meanwhile = load.utterances.filter(({ saidAt, shownAt }) => saidAt > began && shownAt !== undefined);
      system.toRedis.delay(0);
      gone();
      note(`${meanwhile.length} answered meanwhile`);
      if (meanwhile.length === 0) fail('nobody was answered meanwhile');
    },
  },
  {
    name: 'redis-cluster',
    title: 'Redis, a cluster of three without copies: SIGKILL of one, started again after 10 s on its append-only file',
    on: 'cluster',
    async run({ system, round, gone }) {
      const node = system.redisNodes[round % system.redisNodes.length];
      await node?.kill();
      await sleep(10_000);
      await node?.start();
      gone();
    },
  },
  {
    name: 'redis-cut',
    title: 'Redis: all connections cut every 200 ms, for 10 s',
    on: 'distributed',
    async run(stage) {
      await cutAll([stage.system.toRedis], stage, 200);
    },
  },
];
