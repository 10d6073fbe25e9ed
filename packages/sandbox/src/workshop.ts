import type { Failure, Program } from './call.ts';
import { checkSource } from './check.ts';
import { Engine, type EngineOptions } from './engine.ts';
import { TOO_LONG } from './failure.ts';
import { Host, type HostFunctions } from './host.ts';
import { type Loaded, load, type Prepared, prepare } from './loaded.ts';
import {
  ALLOWED_MS,
  type Answer,
  type Group,
  NO_TASK,
  type RunTask,
  STEP,
  TASK,
  type Task,
  type WorkerData,
} from './message.ts';
import { Programs } from './programs.ts';
import { run } from './run.ts';

/** A long group is answered in parts, so that nobody waits for a neighbour's slow script. */
const PART_MS = 5;

/** What a worker does with the groups that it is given. */
export class Workshop {
  readonly #given: WorkerData;
  readonly #host: Host;
  readonly #options: EngineOptions;
  readonly #programs: Programs;
  #engine: Engine | null = null;
  /** The prelude of the program that was loaded last: nearly always that of the next one, too. */
  #prepared: Prepared | null = null;

  constructor(given: WorkerData, functions: HostFunctions) {
    this.#given = given;
    this.#programs = new Programs(given.limits.imageBytes);
    this.#host = new Host(functions, given.data);
    this.#options = {
      module: given.engine,
      memoryBytes: given.limits.memoryBytes,
      host: this.#host.answer,
    };
  }

  async do(group: Group, answer: (answers: readonly Answer[]) => void): Promise<void> {
    this.#programs.change(group);
    let answers: Answer[] = [];
    let sent = performance.now();
    for (const [index, task] of group.tasks.entries()) {
      Atomics.store(this.#given.progress, TASK, index);
      answers.push(await this.#answer(task));
      if (performance.now() - sent < PART_MS) continue;
      answer(answers);
      answers = [];
      sent = performance.now();
    }
    Atomics.store(this.#given.progress, TASK, NO_TASK);
    if (answers.length > 0) answer(answers);
  }

  /** Null when the engine is as the program finds it. */
  #prepare(engine: Engine, { prelude }: Program): Failure | null {
    const kept = this.#prepared;
    if (kept?.prelude === prelude && kept.image.size === engine.size) {
      engine.put(kept.image);
      return null;
    }
    const prepared = prepare(engine, prelude);
    if ('reason' in prepared) return prepared;
    this.#prepared = prepared;
    return null;
  }

  /** What comes may take so long. */
  #step(allowedMs: number): void {
    Atomics.store(this.#given.progress, ALLOWED_MS, allowedMs);
    Atomics.add(this.#given.progress, STEP, 1);
  }

  async #answer(task: Task): Promise<Answer> {
    const { limits } = this.#given;
    if (task.kind === 'check') {
      const engine = await this.#cleared();
      this.#step(limits.loadMs);
      engine.budget.start(limits.loadMs);
      return checkSource(engine, task);
    }
    const loaded = await this.#loaded(task);
    if ('reason' in loaded) return loaded;
    const engine = await this.#ready(loaded.image.size);
    engine.put(loaded.image);
    this.#step(limits.cpuMs);
    this.#host.task = task;
    const answer = run(engine, loaded, { task, limits });
    this.#host.task = null;
    return answer;
  }

  async #loaded({ program: id }: RunTask): Promise<Loaded | Failure> {
    const kept = this.#programs.use(id);
    if (kept.loaded) return kept.loaded;
    const engine = await this.#cleared();
    this.#step(this.#given.limits.loadMs);
    engine.budget.start(this.#given.limits.loadMs);
    const loaded = this.#prepare(engine, kept.program) ?? load(engine, kept.program);
    // What it failed with, it would fail with again; the engine's own failure is another matter, unless it was too slow.
    if (!engine.broken || loaded === TOO_LONG) kept.loaded = loaded;
    this.#programs.makeRoom();
    return loaded;
  }

  async #cleared(): Promise<Engine> {
    // Not one that has grown: a program's image needs as much memory as it was taken from.
    if (this.#engine && this.#engine.size > this.#engine.base.snapshot.memory.length) this.#engine.broken = true;
    const engine = await this.#ready(0);
    engine.clear();
    engine.clock.now = 0;
    engine.clock.asked = false;
    return engine;
  }

  async #ready(size: number): Promise<Engine> {
    const engine = this.#engine;
    if (engine && !engine.worn && engine.size >= size) return engine;
    this.#engine = engine
      ? await Engine.another(engine.base, { ...this.#options, size })
      : await Engine.first(this.#options);
    return this.#engine.size >= size ? this.#engine : this.#ready(size);
  }
}
