import type { Tab } from './tab.ts';

/** Who wants to hear of something. One that throws does not keep it from the others. */
export class Listeners<Heard> {
  readonly #all = new Set<(heard: Heard) => void>();

  add(listener: (heard: Heard) => void): () => void {
    // The same function may be given twice.
    const one = (heard: Heard) => listener(heard);
    this.#all.add(one);
    return () => this.#all.delete(one);
  }

  tell(heard: Heard): void {
    for (const listener of this.#all) {
      try {
        listener(heard);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  clear(): void {
    this.#all.clear();
  }
}

/** Does something soon, once, however often it is asked for before that. */
export class Soon {
  readonly #frame: Tab['frame'];
  readonly #act: () => void;
  #isAsked = false;

  constructor(frame: Tab['frame'], act: () => void) {
    this.#frame = frame;
    this.#act = act;
  }

  ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#frame(() => this.now());
  }

  /** A tab that is hidden meanwhile has no frames. */
  now(): void {
    if (!this.#isAsked) return;
    this.#isAsked = false;
    this.#act();
  }
}
