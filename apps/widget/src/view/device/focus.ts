import { matches } from './media.ts';

/** What has the focus, in whatever shadow it is. */
export function focused(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement ? active : null;
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

/** On `pointerdown`: a tap leaves the focus where it is. */
export const leaveIt = (event: Event): void => event.preventDefault();

/** As a `ref`: what has just come has the focus. */
export const focusIt = (element: HTMLElement | null): void => element?.focus();
