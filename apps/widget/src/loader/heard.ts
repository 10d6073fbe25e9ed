import type { Tell } from '../starting.ts';

type Listener = (heard: never) => void;

/** Who listens to what. */
export interface Listeners {
  readonly on: (name: string, listener: Listener) => () => void;
  readonly tell: Tell;
}

export function newListeners(): Listeners {
  let all: readonly { readonly name: string; readonly listener: Listener }[] = [];
  return {
    on(name, listener) {
      const one = { name, listener };
      all = [...all, one];
      return () => {
        all = all.filter((other) => other !== one);
      };
    },
    /** What a listener throws is the page's own trouble: the others hear of it all the same. */
    tell(name, heard) {
      for (const one of all) {
        try {
          if (one.name === name) one.listener(heard as never);
        } catch (error) {
          reportError(error);
        }
      }
    },
  };
}
