import { afterAll, beforeAll } from 'vitest';
import { conversations } from '../conversations/conversations.ts';
import { openStage } from '../conversations/stage.ts';
import { openDistributed } from './distributed.ts';
import { scenarios } from './scenarios.ts';
import type { ManagedSystem } from './system.ts';

// One stack for both: it takes longest to start.
const stage = await openStage();
let system: ManagedSystem;

beforeAll(async () => {
  const { bots, environment } = stage;
  system = await openDistributed({ bots: ['tests/scenario/bots', bots], environment });
}, 180_000);
afterAll(async () => {
  await system?.stop();
  await stage.close();
}, 60_000);

conversations('golden conversations, distributed', stage, () => system);

// Last: it breaks everything.
scenarios('distributed: a process per service, real Kafka and Redis', async () => ({
  ...system,
  stop: async () => {},
}));
