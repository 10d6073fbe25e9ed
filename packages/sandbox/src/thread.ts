import { Worker } from 'node:worker_threads';
import type { Job } from './job.ts';
import { Kept } from './kept.ts';
import { type Answers, type Group, NO_TASK, STEP, TASK, type WorkerData } from './message.ts';

export interface ThreadOptions {
  readonly entry: URL;
  readonly given: Omit<WorkerData, 'progress'>;
  /** The thread has answered its group and wants another. */
  readonly free: () => void;
  readonly ended: (ending: Ending) => void;
}

/** How a thread ended: at which job, and whether that job is why it was ended. The rest can be done by another. */
export interface Ending {
  readonly guilty: Job | null;
  readonly rest: readonly Job[];
  readonly stuck: boolean;
  readonly why: string;
}

// Looks that a stuck worker is given: time in which this side itself is blocked does not count.
const LOOKS = 10;

/** A worker thread, and the watch over it. */
export class Thread {
  readonly #options: ThreadOptions;
  readonly #worker: Worker;
  readonly #progress = new Int32Array(new SharedArrayBuffer(8));
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
      env: {},
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
    const { stuckMs, loadMs, cpuMs } = this.#options.given.limits;
    const timer = setTimeout(
      () => {
        const step = Atomics.load(this.#progress, STEP);
        const isAt = Atomics.load(this.#progress, TASK) !== NO_TASK;
        if (!isAt || step !== seen.step) return this.#look({ step, looks: 0 });
        if (seen.looks < LOOKS) return this.#look({ step, looks: seen.looks + 1 });
        void this.#worker.terminate();
        this.#end({ stuck: true, why: 'stuck' });
      },
      (stuckMs + Math.max(loadMs, cpuMs)) / LOOKS,
    );
    this.#watch = timer;
  }

  #end({ stuck, why }: Pick<Ending, 'stuck' | 'why'>): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#watch);
    const at = Atomics.load(this.#progress, TASK);
    // One that never came to work would never do so: then the first is as guilty as any.
    const guilty = this.#group[Math.max(at, this.#answered)] ?? null;
    const rest = this.#group.slice(this.#answered).filter((job) => job !== guilty);
    this.#options.ended({ guilty, rest, stuck, why });
  }
}
