import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { systemNamed } from './systems/systems.ts';
import { visit } from './visit.ts';

// What conversations keep in Redis, session's and chat's together: `node tools/bench/src/sizes.ts`.

const CONVERSATIONS = 2_000;
const RATE = 400;
/** Acknowledgements and catching up come a moment after what is measured. */
const SETTLING_MS = 3_000;
const times = [1, 4, 10];

const scale = {
  conversations: CONVERSATIONS,
  warmUp: 0,
  warmUpRate: RATE,
  lead: 0,
  seconds: 0,
  drainMs: 60_000,
  arrivals: 'constant',
  acknowledges: true,
} as const;

let redis: Redis | undefined;
async function held(): Promise<number> {
  await pause(SETTLING_MS);
  return Number(/used_memory_dataset:(\d+)/.exec((await redis?.info('memory')) ?? '')?.[1]);
}
let empty = Number.NaN;

await visit(
  systemNamed('starters'),
  {
    scale,
    up: async ({ redisUrl = '' }) => {
      redis = new Redis(redisUrl);
      empty = await held();
    },
  },
  async ({ step }) => {
    let before = await held();
    tell('a conversation that is open', before - empty, CONVERSATIONS);
    for (const each of times) {
      const posts = each * CONVERSATIONS;
      await step(RATE, { seconds: posts / RATE });
      const now = await held();
      tell(`${each} ${each === 1 ? 'post' : 'posts more'} and the answers, for a post`, now - before, posts);
      before = now;
    }
    redis?.disconnect();
  },
);

function tell(what: string, bytes: number, count: number): void {
  process.stdout.write(`${what}: ${Math.round(bytes / count)} bytes\n`);
}
