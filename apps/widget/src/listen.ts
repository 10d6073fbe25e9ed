type Heard = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

/** Calls them when their events come. Answers with how to end that. */
export function listen(place: Heard, listeners: Readonly<Record<string, (event: Event) => void>>): () => void {
  const all = Object.entries(listeners);
  for (const [name, listener] of all) place.addEventListener(name, listener);
  return () => {
    for (const [name, listener] of all) place.removeEventListener(name, listener);
  };
}
