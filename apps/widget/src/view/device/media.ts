/** What the view asks of the person's device. */
export const media = {
  narrow: '(max-width: 640px)',
  dark: '(prefers-color-scheme: dark)',
  /** No mouse: a keyboard would come up over the chat as soon as something to write in has the focus. */
  touch: '(pointer: coarse)',
} as const;

export const matches = (query: keyof typeof media): boolean => matchMedia(media[query]).matches;

/** Calls `changed` whenever one of these is answered differently; answers with how to end that. */
export function watchMedia(queries: readonly (keyof typeof media)[], changed: () => void): () => void {
  const lists = queries.map((query) => matchMedia(media[query]));
  for (const list of lists) list.addEventListener('change', changed);
  return () => {
    for (const list of lists) list.removeEventListener('change', changed);
  };
}
