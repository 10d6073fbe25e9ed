import { setTimeout as wait } from 'node:timers/promises';

/** Tries until it works or the time is over; then the last error is thrown. */
export async function patiently<Result>(withinMs: number, work: () => Promise<Result>): Promise<Result> {
  const end = performance.now() + withinMs;
  for (let pause = 50; ; pause *= 2) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() + pause >= end) throw error;
    }
    await wait(pause);
  }
}
