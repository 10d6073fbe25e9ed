/** What a talk finds around it in its tab; tests bring their own. */
export interface Tab {
  /** Null where pages may not keep anything. */
  readonly storage: Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'> | null;
  /** Where `storage`, `online`, `offline`, `pageshow` and `visibilitychange` are told. */
  readonly events: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
  /** Null on pages without https, and in old browsers. */
  readonly locks: Pick<LockManager, 'request'> | null;
  readonly isVisible: () => boolean;
  /** Calls `draw` before the next picture; soon, where there are no pictures. */
  readonly frame: (draw: () => void) => void;
  /** Where the page has the functions that its bot calls. */
  readonly pageFunctions: () => unknown;
}

export function browserTab(): Tab {
  const isVisible = () => document.visibilityState === 'visible';
  return {
    storage: storage(),
    events: window,
    locks: navigator.locks ?? null,
    isVisible,
    frame: (draw) => (isVisible() ? requestAnimationFrame(draw) : setTimeout(draw)),
    pageFunctions: () => (window as { chatbot?: unknown }).chatbot,
  };
}

/** In a sandboxed frame, or where cookies are forbidden, the name alone throws. */
function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
