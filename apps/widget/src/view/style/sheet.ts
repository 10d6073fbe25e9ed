import type { Look } from '@backchannel/contracts';
import { written } from '../theme/color.ts';
import { defaultColor } from '../theme/dress.ts';
import chat from './chat.css?inline';

/** Made of text that is ours: a page's Content-Security-Policy has nothing against it. */
export function sheetOf({ color = written(defaultColor), radius = 16 }: Look): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host{--backchannel-color:${color};--backchannel-radius:${radius}px}${chat}`);
  return sheet;
}
