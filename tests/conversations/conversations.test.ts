import { afterAll, beforeAll } from 'vitest';
import { openEmbedded } from '../scenario/embedded.ts';
import type { System } from '../scenario/system.ts';
import { conversations } from './conversations.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
let system: System;

beforeAll(async () => {
  system = await openEmbedded(stage);
});
afterAll(async () => {
  await system?.stop();
  await stage.close();
});

conversations('golden conversations, embedded', stage, () => system);
