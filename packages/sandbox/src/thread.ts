import { Worker } from 'node:worker_threads';
import type { Job } from './job.ts';
import { Kept } from './kept.ts';
import {
  ALLOWED_MS,
  type Answers,
  type Group,
  NO_TASK,
  PROGRESS_BYTES,
  STEP,
  TASK,
  type WorkerData,
} from './message.ts';

export interface ThreadOptions {
  readonly entry: URL;
  readonly given: Omit<WorkerData, 'progress'>;
  /** The thread has answered its group and wants another. */
  readonly free: () => void;
  readonly ended: (ending: Ending) => void;
}

/** How a thread ended. The rest can be done by another as if nothing had been. */
export interface Ending {
  /** What it was at; everything, if it never came to work. */
  readonly guilty: readonly Job[];
  readonly rest: readonly Job[];
  /** It was ended because it was stuck. */
  readonly stuck: boolean;
  readonly why: string;
}

// A stuck worker is looked at again and again: time in which this side itself is blocked does not count.
const LOOK_MS = 100;

/** Nobody's secrets, only where Node keeps what it has compiled. */
function theirEnvironment(): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE } = process.env;
  return NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
}

/** A worker thread, and the watch over it. */
export class Thread {
  readonly #options: ThreadOptions;
  readonly #worker: Worker;
  readonly #progress = new Int32Array(new SharedArrayBuffer(PROGRESS_BYTES));
  readonly #kept: Kept;
  #group: readonly Job[] = [];
  #answered = 0;
  #watch: NodeJS.Timeout | undefined;
  #over = false;

  constructor(options: ThreadOptions) {
    this.#options = options;
    this.#progress[TASK] = NO_TASK;
    this.#kept = new Kept(options.given.limits.programs);
    this.#worker = new Worker(options.entry, {
      workerData: { ...options.given, progress: this.#progress } satisfies WorkerData,
      // The guest has its own memory and its own stack; this is for the code around it.
      resourceLimits: { maxOldGenerationSizeMb: 128, stackSizeMb: 4 },
      env: theirEnvironment(),
    });
    this.#worker.unref();
    this.#worker.on('message', ({ answers }: Answers) => this.#hear(answers));
    this.#worker.on('error', (error) => this.#end({ stuck: false, why: String(error) }));
    this.#worker.on('exit', (code) => this.#end({ stuck: false, why: `exit ${code}` }));
  }

  get busy(): boolean {
    return this.#answered < this.#group.length;
  }

  give(jobs: readonly Job[]): void {
    this.#group = jobs;
    this.#answered = 0;
    this.#worker.ref();
    const { load, drop } = this.#kept.want(jobs.flatMap(({ program }) => program ?? []));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
    this.#worker.postMessage({ load, drop, tasks: jobs.map(({ task }) => task) } satisfies Group);
    this.#look({ step: this.#progress[STEP] ?? 0, looks: 0 });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #hear(answers: Answers['answers']): void {
    if (this.#over) return;
    for (const answer of answers) this.#group[this.#answered++]?.settle(answer);
    if (this.busy) return;
    clearTimeout(this.#watch);
    this.#worker.unref();
    this.#options.free();
  }

  #look(seen: { readonly step: number; readonly looks: number }): void {
    this.#watch = setTimeout(() => {
      const [step = 0, task = NO_TASK, allowed = 0] = [STEP, TASK, ALLOWED_MS].map((at) =>
        Atomics.load(this.#progress, at),
      );
      const looks = task !== NO_TASK && step === seen.step ? seen.looks + 1 : 0;
      if (looks * LOOK_MS < allowed + this.#options.given.limits.stuckMs) return this.#look({ step, looks });
      void this.#worker.terminate();
      this.#end({ stuck: true, why: 'stuck' });
    }, LOOK_MS);
  }

  #end({ stuck, why }: Pick<Ending, 'stuck' | 'why'>): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#watch);
    const began = Atomics.load(this.#progress, STEP) > 0;
    const at = Math.max(Atomics.load(this.#progress, TASK), this.#answered);
    const isGuilty = (index: number) => !began || index === at;
    const open = this.#group.map((job, index) => ({ job, index })).slice(this.#answered);
    this.#options.ended({
      guilty: open.filter(({ index }) => isGuilty(index)).map(({ job }) => job),
      rest: open.filter(({ index }) => !isGuilty(index)).map(({ job }) => job),
      stuck,
      why,
    });
  }
}
