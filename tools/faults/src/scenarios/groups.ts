import { setTimeout as sleep } from 'node:timers/promises';
import { readingsOf, type StackService } from '@backchannel/stack';
import type { Scenario } from './scenario.ts';
import { drain } from './services.ts';

/** Those that read the log as a group. */
const readers = ['session', 'dialog', 'chat'];
/** A group misses a member after 10 s. */
const ASLEEP_MS = 20_000;
/** A new member has its share within so long. */
const SHARED_MS = 15_000;

/** A service tells of each partition that it reads how far it is behind. */
const partitionsOf = async (service: StackService) => (await readingsOf(service, 'backchannel_consumer_lag')).size;

export const groupScenarios: readonly Scenario[] = [
  ...readers.map(
    (name): Scenario => ({
      name: `zombie-${name}`,
      title: `${name}: one of two stopped for 20 s (SIGSTOP), its partitions given away, and woken`,
      on: 'distributed',
      async run(stage) {
        const { system, gone, note, fail } = stage;
        const first = system.stack.service(name);
        const all = await partitionsOf(first);
        // The new one sleeps: those whose socket is at the other would only wait for it to wake.
        const another = await system.stack.startAnother(name);
        let taken = 0;
        for (const late = Date.now() + SHARED_MS; Date.now() < late; await sleep(250)) {
          taken = await partitionsOf(another);
          if (taken > 0 && taken + (await partitionsOf(first)) === all) break;
        }
        process.kill(another.pid, 'SIGSTOP');
        try {
          await sleep(ASLEEP_MS);
          const missing = all - (await partitionsOf(first));
          note(`${taken} of ${all} partitions were given away`);
          if (taken === 0 || missing > 0)
            fail(`${taken} partitions were its own, and ${missing} stayed so while it slept`);
        } finally {
          process.kill(another.pid, 'SIGCONT');
        }
        gone();
        await sleep(5_000);
        if (!another.running()) fail('woken, it has ended by itself');
        note(`drained in ${await drain(another, stage)} ms`);
      },
    }),
  ),
  {
    name: 'rebalances',
    title: 'session, dialog, chat: one more of each comes and goes four times, by SIGTERM and SIGKILL',
    on: 'distributed',
    async run(stage) {
      const { system, gone } = stage;
      const others = await Promise.all(readers.map((name) => system.stack.startAnother(name)));
      for (let time = 0; time < 4; time += 1) {
        await Promise.all(others.map((other) => other.start()));
        await sleep(1_000);
        await Promise.all(others.map((other) => (time % 2 === 0 ? drain(other, stage) : other.kill())));
      }
      gone();
    },
  },
];
