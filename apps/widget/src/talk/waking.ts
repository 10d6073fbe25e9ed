import type { Tab } from './tab.ts';

const TICK_MS = 10_000;
/** Hidden tabs have their timers called once a minute: only more than that was a sleep. */
const SLEPT_MS = 90_000;

interface Ends {
  /** `moved`: sockets that were open have probably died. */
  readonly woken: (moved: boolean) => void;
  readonly offline: () => void;
}

/** Tells when a connection may have died unheard, or can be made again. Answers with how to end that. */
export function watchWaking({ events, isVisible }: Tab, { woken, offline }: Ends): () => void {
  let before = Date.now();
  const tick = setInterval(() => {
    const slept = Date.now() - before > SLEPT_MS;
    before = Date.now();
    if (slept) woken(true);
  }, TICK_MS);
  const listeners = {
    online: () => woken(true),
    offline,
    pageshow: () => woken(false),
    visibilitychange: () => isVisible() && woken(false),
  };
  for (const [name, listener] of Object.entries(listeners)) events.addEventListener(name, listener);
  return () => {
    clearInterval(tick);
    for (const [name, listener] of Object.entries(listeners)) events.removeEventListener(name, listener);
  };
}
