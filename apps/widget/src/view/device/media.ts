import { listen } from '../../listen.ts';

/** What the view asks of the person's device. */
const media = {
  narrow: '(max-width: 640px)',
  dark: '(prefers-color-scheme: dark)',
  /** No mouse: a keyboard would come up over the chat as soon as something to write in has the focus. */
  touch: '(pointer: coarse)',
} as const;
type Query = keyof typeof media;

export const matches = (query: Query): boolean => matchMedia(media[query]).matches;

/** Calls `changed` whenever this is answered differently; answers with how to end that. */
export const watchMedia = (query: Query, changed: () => void): (() => void) =>
  listen(matchMedia(media[query]), { change: changed });
