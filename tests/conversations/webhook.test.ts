import { afterAll, beforeAll } from 'vitest';
import type { System } from '../scenario/system.ts';
import { conversations } from './conversations.ts';
import { openInProcess } from './in-process.ts';
import { openStage } from './stage.ts';

const stage = await openStage({ hooks: true });
let system: System;

beforeAll(async () => {
  const { bots, environment, hookOf } = stage;
  system = await openInProcess({ bots, hookOf, environment });
});
afterAll(async () => {
  await system?.stop();
  await stage.close();
});

conversations('golden conversations with a webhook', stage, () => system);
