import { clientScenarios } from './clients.ts';
import { embeddedScenarios } from './embedded.ts';
import { groupScenarios } from './groups.ts';
import { kafkaScenarios } from './kafka.ts';
import { postgresScenarios } from './postgres.ts';
import { recordScenarios } from './records.ts';
import { redisScenarios } from './redis.ts';
import type { Scenario } from './scenario.ts';
import { scriptScenarios } from './scripts.ts';
import { serviceScenarios } from './services.ts';

/** The matrix, in the order in which it runs. */
export const scenarios: readonly Scenario[] = [
  ...serviceScenarios,
  ...kafkaScenarios,
  ...redisScenarios,
  ...postgresScenarios,
  ...groupScenarios,
  ...recordScenarios,
  ...scriptScenarios,
  ...clientScenarios,
  ...embeddedScenarios,
];
