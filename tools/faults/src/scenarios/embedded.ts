import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from './scenario.ts';

export const embeddedScenarios: readonly Scenario[] = [
  {
    name: 'embedded-kill',
    title: 'One process on SQLite: SIGKILL, started again',
    on: 'embedded',
    async run({ system, gone }) {
      const standalone = system.stack.service('standalone');
      gone();
      await standalone.kill();
      await standalone.start();
    },
  },
  {
    name: 'embedded-disk',
    title: 'One process on SQLite: the disk is full for 10 s (max_page_count)',
    on: 'embedded',
    async run({ system, load, gone, note, fail }) {
      const standalone = system.stack.service('standalone');
      const refusals = () => load.utterances.reduce((sum, { again }) => sum + again, 0);
      const before = refusals();
      process.kill(standalone.pid, 'SIGUSR2');
      await sleep(10_000);
      process.kill(standalone.pid, 'SIGUSR2');
      gone();
      const refused = refusals() - before;
      note(`${refused} times somebody was told to come again`);
      if (refused === 0) fail('nobody was refused: the disk was not full');
      if (!standalone.running()) fail('the process has ended');
    },
  },
];
