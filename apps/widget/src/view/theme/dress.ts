import type { Look } from '@backchannel/contracts';
import { matches } from '../device/media.ts';
import { type Color, ofHex } from './color.ts';
import { accentOf, type Scheme } from './theme.ts';

/** Gives the chat its scheme, and the site's colour as it is legible in it. */
export function dress(place: HTMLElement, { scheme = 'auto', position = 'right' }: Look): void {
  const chosen: Scheme = scheme === 'auto' ? (matches('dark') ? 'dark' : 'light') : scheme;
  place.dataset['scheme'] = chosen;
  place.dataset['position'] = position;
  for (const [name, value] of Object.entries(accentOf(siteColor(place), chosen))) {
    place.style.setProperty(`--${name}`, value);
  }
}

/** The page may have set another one, in any of the ways that CSS has to name a colour: the browser reads it. */
function siteColor(place: HTMLElement): Color {
  const probe = document.createElement('i');
  probe.style.color = 'color-mix(in srgb, var(--backchannel-color), var(--backchannel-color))';
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  const [red, green, blue] = (/^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)/.exec(color) ?? []).slice(1).map(Number);
  return red === undefined || green === undefined || blue === undefined ? ofHex(defaultColor) : [red, green, blue];
}

export const defaultColor = '#0b57d0';
