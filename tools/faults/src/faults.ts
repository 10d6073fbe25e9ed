import type { Options } from './options.ts';
import { keep, type Results } from './results.ts';
import { Ordeal, type Row } from './run.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { openClustered, openDistributed } from './system/distributed.ts';
import { openEmbedded } from './system/embedded.ts';
import type { System } from './system/system.ts';

const openers: Record<Scenario['on'], () => Promise<System>> = {
  distributed: openDistributed,
  cluster: openClustered,
  embedded: openEmbedded,
};

/** Runs the matrix, kind of system by kind of system, and keeps what it finds. True: nothing was lost, doubled or out of order. */
export async function faults(options: Options, results: Results, print: (line: string) => void): Promise<boolean> {
  const made = { commit: results.environment.commit, conversations: options.conversations, rate: options.rate };
  let right = true;
  for (const [kind, scenarios] of Map.groupBy(options.scenarios, ({ on }) => on)) {
    const system = await openers[kind]();
    const ordeal = new Ordeal(system, options);
    try {
      for (let round = 1; round <= options.rounds; round += 1) {
        for (const scenario of scenarios) {
          const row = await ordeal.run(scenario, round);
          results.rows.push({ ...row, ...made });
          keep(results, options.quick);
          print(lineOf(row));
          right &&= row.failures.length === 0;
        }
      }
    } finally {
      ordeal.leave();
      await system.stop();
    }
  }
  return right;
}

function lineOf({ scenario, accepted, longestMs, recoveryMs, failures }: Row): string {
  const seconds = (ms: number | null) => (ms === null ? 'not' : `${(ms / 1000).toFixed(1)} s`);
  const verdict = failures.length === 0 ? 'right' : `WRONG: ${failures.join('; ')}`;
  return `${scenario}: ${accepted} accepted, longest ${seconds(longestMs)}, recovered ${seconds(recoveryMs)}, ${verdict}`;
}
