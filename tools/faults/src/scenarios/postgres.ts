import { setTimeout as sleep } from 'node:timers/promises';
import { journalLacks } from '../system/journal.ts';
import type { Scenario } from './scenario.ts';

export const postgresScenarios: readonly Scenario[] = [
  {
    name: 'postgres-restart',
    title: 'Postgres: SIGKILL, started again after 5 s',
    on: 'distributed',
    async run(stage) {
      const { system, gone } = stage;
      stage.later(() => journalLacks(stage));
      await system.postgres.kill();
      await sleep(5_000);
      await system.postgres.start();
      gone();
    },
  },
];
