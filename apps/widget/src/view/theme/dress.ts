import type { Look } from '@backchannel/contracts';
import { matches } from '../device/media.ts';
import { type Color, written } from './color.ts';
import { accentOf, type Scheme } from './theme.ts';

/** Gives the chat its scheme, and the site's colour as it is legible in it. */
export function dress(place: HTMLElement, { scheme = 'auto', position = 'right' }: Look): void {
  const chosen: Scheme = scheme === 'auto' ? (matches('dark') ? 'dark' : 'light') : scheme;
  place.dataset['scheme'] = chosen;
  place.dataset['position'] = position;
  for (const [name, color] of Object.entries(accentOf(siteColor(place), chosen))) {
    place.style.setProperty(`--${name}`, written(color));
  }
}

/** The page may have set another one, in any of the ways that CSS has to name a colour: the browser reads it. */
function siteColor(place: HTMLElement): Color {
  const probe = document.createElement('i');
  probe.style.color = 'color-mix(in srgb, var(--backchannel-color), var(--backchannel-color))';
  place.append(probe);
  const found = /^color\(srgb (\S+) (\S+) ([^ )]+)/.exec(getComputedStyle(probe).color);
  probe.remove();
  if (!found) return defaultColor;
  // Rounds, and cuts off what no screen shows.
  const [red = 0, green = 0, blue = 0] = Uint8ClampedArray.from(found.slice(1), (part) => Number(part) * 255);
  return [red, green, blue];
}

export const defaultColor: Color = [11, 87, 208];
