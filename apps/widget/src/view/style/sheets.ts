import type { Look } from '@backchannel/contracts';
import { defaultColor } from '../theme/dress.ts';
import cards from './cards.css?inline';
import composer from './composer.css?inline';
import frame from './frame.css?inline';
import host from './host.css?inline';
import lists from './lists.css?inline';
import messages from './messages.css?inline';
import panel from './panel.css?inline';

/** Made of text that is ours: a page's Content-Security-Policy has nothing against it. */
export function sheetsOf({ color = defaultColor, radius = 16 }: Look): CSSStyleSheet[] {
  const ours = `:host{--backchannel-color:${color};--backchannel-radius:${radius}px}`;
  return [ours, host, frame, messages, cards, composer, lists, panel].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}
