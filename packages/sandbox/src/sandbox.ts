import { availableParallelism } from 'node:os';
import type { Json } from '@backchannel/contracts';
import type { Call, Failure, Program, Ran } from './call.ts';
import { engineModule } from './engine-module.ts';
import { isFailure, type Job, toRan } from './job.ts';
import { completed, type SandboxLimits, tooMuch } from './limits.ts';
import type { Answer, SourceKind, Task } from './message.ts';
import { Strikes } from './strikes.ts';
import { type Ending, Thread } from './thread.ts';

export interface SandboxOptions {
  /** Default: one on up to two cores, else a core less than there are, at most four. */
  readonly workers?: number;
  /** The entry file of the workers, which calls `work(functions)`. Without it there are no host functions. */
  readonly worker?: URL;
  readonly limits?: Partial<SandboxLimits>;
  /** Handed to the host functions. */
  readonly data?: Json;
  /** Told of each run, with the time from its asking to its answer. Must not fail. */
  readonly ran?: ((ms: number, how: 'done' | Failure['reason']) => void) | undefined;
}

/** What the workers are at. */
export interface SandboxStanding {
  readonly threads: number;
  readonly busy: number;
  /** Scripts that wait for a worker. */
  readonly queued: number;
  /** Workers that were ended because a script did not let go of them. */
  readonly killed: number;
}

const STUCK: Failure = { reason: 'time', message: 'the script took too much time and could not be interrupted' };
const OUT: Failure = { reason: 'time', message: 'the script got stuck again and again: it is not run for a while' };
const TOO_DEEP: Failure = { reason: 'error', message: 'objects and lists of the input lie too deep in each other' };
const CLOSED: Failure = { reason: 'worker', message: 'the sandbox is closed' };
const CLOSE_MS = 2_000;

/** Runs scripts in worker threads. No state gets from one run to another, and nothing that a script does rejects. */
export class Sandbox {
  readonly #limits: SandboxLimits;
  readonly #most: number;
  readonly #begin: () => Thread;
  readonly #threads = new Set<Thread>();
  readonly #open = new Set<Job>();
  readonly #strikes = new Strikes();
  #queue: Job[] = [];
  #sending = false;
  #closed = false;
  readonly #ran: SandboxOptions['ran'];
  #killed = 0;
  #drained: (() => void) | undefined;

  constructor({ workers, worker, limits, data = null, ran }: SandboxOptions = {}) {
    this.#ran = ran;
    this.#limits = completed(limits);
    if (workers !== undefined && (!Number.isInteger(workers) || workers < 1)) {
      throw new RangeError('workers must be a whole number above 0');
    }
    this.#most = workers ?? defaultWorkers();
    const entry = worker ?? defaultWorker();
    this.#begin = () => {
      const thread: Thread = new Thread({
        entry,
        given: { engine: engineModule(), limits: this.#limits, data },
        free: () => this.#send(),
        ended: (ending) => this.#bury(thread, ending),
      });
      this.#threads.add(thread);
      return thread;
    };
  }

  async run({ program, script, input, now, seed }: Call): Promise<Ran> {
    const json = jsonOf(input);
    if (json === undefined) return { failed: TOO_DEEP };
    if (Buffer.byteLength(json) > this.#limits.inputBytes) return { failed: tooMuch('input', this.#limits) };
    const task = { kind: 'run', program: program.id, script, input: json, now, seed } as const;
    const began = this.#ran ? performance.now() : 0;
    const ran = toRan(await this.#do(task, program));
    this.#ran?.(performance.now() - began, 'failed' in ran ? ran.failed.reason : 'done');
    return ran;
  }

  get standing(): SandboxStanding {
    const threads = [...this.#threads];
    const busy = threads.filter((thread) => thread.busy).length;
    return { threads: threads.length, busy, queued: this.#queue.length, killed: this.#killed };
  }

  /** What is wrong with the syntax of an author's source; null if nothing is. */
  async check(source: string, as: SourceKind): Promise<Failure | null> {
    const answer = await this.#do({ kind: 'check', source, as }, null);
    return isFailure(answer) ? answer : null;
  }

  /** What runs may end, within two seconds. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#open.size > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#drained = resolve;
      const timer = setTimeout(resolve, CLOSE_MS);
      await promise;
      clearTimeout(timer);
    }
    const threads = [...this.#threads];
    this.#threads.clear();
    this.#queue = [];
    for (const job of this.#open) job.settle(CLOSED);
    await Promise.all(threads.map((thread) => thread.close()));
  }

  #do(task: Task, program: Program | null): Promise<Answer> {
    if (this.#closed) return Promise.resolve(CLOSED);
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const job: Job = {
      task,
      program,
      deaths: 0,
      settle: (answer) => {
        this.#open.delete(job);
        resolve(answer);
        if (this.#open.size === 0) this.#drained?.();
      },
    };
    this.#open.add(job);
    this.#queue.push(job);
    if (!this.#sending) {
      this.#sending = true;
      // What else comes in this tick goes along.
      queueMicrotask(() => {
        this.#sending = false;
        this.#send();
      });
    }
    return promise;
  }

  #send(): void {
    this.#queue = this.#queue.filter((job) => !this.#refuse(job));
    // A share for everybody, so that the first that is free does not leave the others without work.
    const share = Math.min(this.#limits.group, Math.ceil(this.#queue.length / this.#most));
    while (this.#queue.length > 0) {
      const thread = this.#idle();
      if (!thread) return;
      thread.give(this.#queue.splice(0, share));
    }
  }

  #refuse(job: Job): boolean {
    if (!this.#strikes.isOut(job)) return false;
    job.settle(OUT);
    return true;
  }

  #idle(): Thread | null {
    for (const thread of this.#threads) if (!thread.busy) return thread;
    return this.#threads.size < this.#most ? this.#begin() : null;
  }

  #bury(thread: Thread, { guilty, rest, stuck, why }: Ending): void {
    if (!this.#threads.delete(thread)) return;
    if (stuck) this.#killed += 1;
    const again: Job[] = [];
    for (const job of guilty) {
      if (stuck) {
        this.#strikes.add(job);
        job.settle(STUCK);
      } else if (++job.deaths > 1) job.settle(died(why));
      else again.push(job);
    }
    this.#queue.unshift(...again, ...rest);
    this.#send();
  }
}

/** Undefined where it can't be written: what is read of any depth is written only so deep. */
function jsonOf(input: Json): string | undefined {
  try {
    return JSON.stringify(input);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Beside this source, or beside the bundle that it is in (`vite.service.ts`). */
function defaultWorker(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return isSource ? new URL('./default-worker.ts', import.meta.url) : new URL('./scripts.worker.js', import.meta.url);
}

function died(why: string): Failure {
  return { reason: 'worker', message: `the worker ended, twice, while it was at this script: ${why}` };
}

function defaultWorkers(): number {
  const cores = availableParallelism();
  return cores <= 2 ? 1 : Math.min(4, cores - 1);
}
