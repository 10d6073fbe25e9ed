import { Fragment, h } from 'preact';
import { wear } from './style/sheet.ts';

export type More = typeof import('./more.ts');

/** What most people never see, as soon as it has come. */
export class Coming {
  now: More | null = null;
  #first: Promise<More> | null = null;
  readonly #root: ShadowRoot;

  constructor(root: ShadowRoot) {
    this.#root = root;
  }

  /** Rejects if it does not come; another time it is asked for once more. */
  async come(): Promise<void> {
    const isFirst = this.#first === null;
    this.#first ??= import('./more.ts');
    // Trap: what a browser could not import, it does not ask for again under the same address.
    const more = await (isFirst ? this.#first : this.#first.catch(() => import('./more.ts?again') as Promise<More>));
    if (this.now) return;
    this.now = more;
    more.hand({ h, Fragment });
    wear(this.#root, more.style);
  }
}
