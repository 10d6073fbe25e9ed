const TICK_MS = 10_000;
/** Hidden tabs have their timers called once a minute: only more than that was a sleep. */
const SLEPT_MS = 90_000;

/** Tells after a sleep, in which timers stand still and sockets die unheard. Answers with how to end that. */
export function watchSleep(slept: () => void): () => void {
  let before = Date.now();
  const tick = setInterval(() => {
    const passed = Date.now() - before;
    before = Date.now();
    if (passed > SLEPT_MS) slept();
  }, TICK_MS);
  return () => clearInterval(tick);
}
