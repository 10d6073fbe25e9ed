import type { Job } from './job.ts';

const STRIKES = 3;
const WHILE_MS = 60_000;
const REMEMBERED = 1_000;

/** Scripts that got workers stuck. Each time costs a worker for a second, so the third is the last for a minute. */
export class Strikes {
  readonly #scripts = new Map<string, number[]>();

  add(job: Job): void {
    const key = keyOf(job);
    const times = [...(this.#scripts.get(key) ?? []), performance.now()].slice(-STRIKES);
    this.#scripts.delete(key);
    this.#scripts.set(key, times);
    const [oldest] = this.#scripts.keys();
    if (this.#scripts.size > REMEMBERED && oldest !== undefined) this.#scripts.delete(oldest);
  }

  isOut(job: Job): boolean {
    // Asked for every call, and there is hardly ever one.
    if (this.#scripts.size === 0) return false;
    const [first, ...others] = this.#scripts.get(keyOf(job)) ?? [];
    return first !== undefined && others.length + 1 === STRIKES && performance.now() - first < WHILE_MS;
  }
}

const keyOf = ({ task }: Job): string =>
  JSON.stringify(task.kind === 'run' ? [task.program, task.script] : [task.kind, task.source]);
