import { black, type Color, contrast, mix, ofHex, toHex, white } from './color.ts';

/** Everything that is drawn in one scheme, without the accent; `bubble` is behind what bots say. */
export const palettes = {
  light: { page: ofHex('#ffffff'), bubble: ofHex('#f1f2f4') },
  dark: { page: ofHex('#18191c'), bubble: ofHex('#282a2f') },
} as const;
export type Scheme = keyof typeof palettes;

/** What becomes of a site's colour: legible wherever it is used, and itself wherever it can be. */
export interface Accent {
  readonly accent: string;
  /** The same under the mouse: what is written on it is no less legible. */
  readonly 'accent-hover': string;
  /** What is written on it. */
  readonly 'on-accent': string;
  /** As a text of its own: 4.5:1 on every background of the scheme. */
  readonly 'accent-text': string;
  /** As a line or a ring: 3:1. */
  readonly 'accent-line': string;
}

export function accentOf(color: Color, scheme: Scheme): Accent {
  const on = onTop(color);
  return {
    accent: toHex(color),
    'accent-hover': toHex(mix(color, on === white ? black : white, 0.12)),
    'on-accent': toHex(on),
    'accent-text': toHex(legible(color, scheme, 4.5)),
    'accent-line': toHex(legible(color, scheme, 3)),
  };
}

/** Black or white: whichever is more legible. One of them always has 4.5:1. */
export const onTop = (color: Color): Color => (contrast(color, white) >= contrast(color, black) ? white : black);

/** The colour, as little darker or lighter as it takes. */
export function legible(color: Color, scheme: Scheme, ratio: number): Color {
  const { page, bubble } = palettes[scheme];
  const away = scheme === 'light' ? black : white;
  for (let share = 0; share < 1; share += 0.02) {
    // As it is shown: in steps of 1/255.
    const shown = ofHex(toHex(mix(color, away, share)));
    if (contrast(shown, page) >= ratio && contrast(shown, bubble) >= ratio) return shown;
  }
  return away;
}
