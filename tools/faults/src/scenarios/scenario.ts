import type { Crowd } from '../crowd/crowd.ts';
import type { Load } from '../crowd/load.ts';
import type { Clustered, Distributed, System } from '../system/system.ts';

/** What a scenario has at hand while the load goes on. */
export interface Stage<Kind extends System = Distributed> {
  readonly system: Kind;
  readonly crowd: Crowd;
  readonly load: Load;
  /** Counted from 1. */
  readonly round: number;
  /** The cause is gone: from now on it is recovery. Without it, when the scenario has ended. */
  readonly gone: () => void;
  /** Something that the table should tell. */
  readonly note: (sentence: string) => void;
  /** Something that must not be so, beside what the oracle sees. */
  readonly fail: (sentence: string) => void;
  /** Looked at when all is shown and all are ready again: what must not be so, in a sentence, if anything. */
  readonly later: (look: () => Promise<string | undefined>) => void;
}

interface Named {
  /** For `--only`. */
  readonly name: string;
  /** What is done, as the table has it. */
  readonly title: string;
  /** Part of a quick run. */
  readonly quick?: boolean;
}

interface DistributedScenario extends Named {
  readonly on: 'distributed';
  run(stage: Stage): Promise<void>;
}
interface ClusterScenario extends Named {
  readonly on: 'cluster';
  run(stage: Stage<Clustered>): Promise<void>;
}
interface EmbeddedScenario extends Named {
  readonly on: 'embedded';
  run(stage: Stage<System>): Promise<void>;
}
export type Scenario = DistributedScenario | ClusterScenario | EmbeddedScenario;
