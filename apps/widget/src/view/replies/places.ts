import type { Message } from '@backchannel/contracts';
import type { Scene } from '../viewing.ts';

/** Where the page draws what only it knows: outside of the shadow, so that its own styles hold. Each once. */
export class Places {
  readonly #host: Element;
  readonly #draw: Scene['draw'];
  readonly #places = new Map<string, HTMLElement>();

  constructor(host: Element, draw: Scene['draw']) {
    this.#host = host;
    this.#draw = draw;
  }

  /** The name of the slot that shows a reply of the page's; null when the page has not said how to draw it. */
  slotOf({ id, content }: Message): string | null {
    const draw = this.#draw();
    if (!draw) return null;
    const slot = `universal-${id}`;
    if (this.#places.has(slot)) return slot;
    const place = document.createElement('div');
    place.slot = slot;
    this.#places.set(slot, place);
    this.#host.append(place);
    try {
      draw((content ?? null) as Parameters<typeof draw>[0], place);
    } catch (error) {
      // The page's own mistake: it is told, and the chat goes on.
      reportError(error);
    }
    return slot;
  }

  clear(): void {
    for (const place of this.#places.values()) place.remove();
    this.#places.clear();
  }
}
