import { matches } from './media.ts';

const reachable = 'a[href], button:not(:disabled), textarea:not(:disabled), iframe, [tabindex="0"]';

/** What has the focus, in whatever shadow it is. */
export function focused(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement && active !== document.body ? active : null;
}

/** The tab key goes round inside of an element. */
export function keepInside(element: HTMLElement, event: KeyboardEvent): void {
  if (event.key !== 'Tab') return;
  const all = [...element.querySelectorAll<HTMLElement>(reachable)].filter(
    (one) => one.getClientRects().length > 0 && !one.closest('[inert]'),
  );
  const [first, last] = [all[0], all.at(-1)];
  const active = focused();
  const isOutside = active === null || !element.contains(active);
  const next = event.shiftKey ? (active === first || active === element) && last : active === last && first;
  if (!next && !isOutside) return;
  event.preventDefault();
  (next || first)?.focus();
}

/**
 * Puts the focus where the person goes on: with a mouse to where one writes; without one that would bring up a keyboard
 * that nobody has asked for.
 */
export function enter(root: ShadowRoot): void {
  const places = matches('touch') ? ['.window'] : ['textarea', '.foot button', '.window'];
  const all = places.map((place) => root.querySelector<HTMLElement>(place));
  all.find((one) => one !== null)?.focus();
}
