/** So many requests at once, then sockets are read again. */
const BURST = 64;
/** Timers of Node go off a millisecond late, so this thread sleeps itself: for so long nothing is read, at most. */
const NAP_MS = 0.25;

const bed = new Int32Array(new SharedArrayBuffer(4));

/** A schedule that is being kept. */
export interface Pacing {
  /** Resolves when the last one was sent. */
  readonly over: Promise<void>;
  /** Sends what is due by now: many sockets may have something to read before the next turn. */
  readonly catchUp: () => void;
}

/**
 * Calls `send` for each moment of the schedule, never before it, and never waits for what became of the one before: a
 * system that is slow does not slow down who measures it.
 */
export function pace(due: Float64Array, send: (place: number, intended: number) => void): Pacing {
  const began = performance.now();
  const { promise: over, resolve } = Promise.withResolvers<void>();
  let next = 0;
  const catchUp = () => {
    const now = performance.now() - began;
    const last = Math.min(due.length, next + BURST);
    while (next < last && (due[next] as number) <= now) {
      const place = next;
      next += 1;
      send(place, began + (due[place] as number));
    }
  };
  const work = () => {
    catchUp();
    if (next === due.length) return resolve();
    const wait = (due[next] as number) - (performance.now() - began);
    if (wait > 0) Atomics.wait(bed, 0, 0, Math.min(wait, NAP_MS));
    setImmediate(work);
  };
  work();
  return { over, catchUp };
}
