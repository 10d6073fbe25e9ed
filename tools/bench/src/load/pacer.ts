/** So many requests at once, then sockets are read again. */
const BURST = 64;
/** Timers of Node go off a millisecond late, so this thread sleeps itself: for so long nothing is read, at most. */
const NAP_MS = 0.25;

const bed = new Int32Array(new SharedArrayBuffer(4));

/**
 * Calls `send` for each moment of the schedule, never before it, and never waits for what became of the one before: a
 * system that is slow does not slow down who measures it. Resolves when the last one was sent.
 */
export function pace(due: Float64Array, send: (place: number, intended: number) => void): Promise<void> {
  const began = performance.now();
  let next = 0;
  return new Promise((resolve) => {
    const work = () => {
      const now = performance.now() - began;
      const last = Math.min(due.length, next + BURST);
      while (next < last && (due[next] as number) <= now) {
        send(next, began + (due[next] as number));
        next += 1;
      }
      if (next === due.length) return resolve();
      const wait = (due[next] as number) - (performance.now() - began);
      if (wait > 0) Atomics.wait(bed, 0, 0, Math.min(wait, NAP_MS));
      setImmediate(work);
    };
    work();
  });
}
