import type { Look } from '@backchannel/contracts';
import { written } from '../theme/color.ts';
import { defaultColor } from '../theme/dress.ts';
import chat from './chat.css?inline';

/** How the chat looks, with what its site has said about that. */
export const styleOf = ({ color = written(defaultColor), radius = 16 }: Look): string =>
  `:host{--backchannel-color:${color};--backchannel-radius:${radius}px}${chat}`;

/** Made of text that is ours: a page's Content-Security-Policy has nothing against it. */
export function wear(root: ShadowRoot, style: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets.push(sheet);
}
