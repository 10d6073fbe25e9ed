import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from './scenario.ts';

export const postgresScenarios: readonly Scenario[] = [
  {
    name: 'postgres-restart',
    title: 'Postgres: SIGKILL, started again after 5 s',
    on: 'distributed',
    async run({ system, gone }) {
      await system.postgres.kill();
      await sleep(5_000);
      await system.postgres.start();
      gone();
    },
  },
];
