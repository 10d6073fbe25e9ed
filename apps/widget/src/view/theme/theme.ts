import { black, type Color, contrast, mix, white } from './color.ts';

/** Everything that is drawn in one scheme, without the accent; `bubble` is behind what bots say. */
export const palettes = {
  light: { page: white, bubble: [241, 242, 244] },
  dark: { page: [24, 25, 28], bubble: [40, 42, 47] },
} as const;
export type Scheme = keyof typeof palettes;

/** What becomes of a site's colour: legible wherever it is used, and itself wherever it can be. */
export interface Accent {
  readonly accent: Color;
  /** The same under the mouse: what is written on it is no less legible. */
  readonly 'accent-hover': Color;
  /** What is written on it. */
  readonly 'on-accent': Color;
  /** As a text of its own: 4.5:1 on every background of the scheme. */
  readonly 'accent-text': Color;
  /** As a line or a ring: 3:1. */
  readonly 'accent-line': Color;
}

export function accentOf(accent: Color, scheme: Scheme): Accent {
  const on = onTop(accent);
  return {
    accent,
    'accent-hover': mix(accent, on === white ? black : white, 0.12),
    'on-accent': on,
    'accent-text': legible(accent, scheme, 4.5),
    'accent-line': legible(accent, scheme, 3),
  };
}

/** Black or white: whichever is more legible. One of them always has 4.5:1. */
export const onTop = (color: Color): Color => (contrast(color, white) >= contrast(color, black) ? white : black);

/** The colour, as little darker or lighter as it takes. */
export function legible(color: Color, scheme: Scheme, ratio: number): Color {
  const { page, bubble } = palettes[scheme];
  const away = scheme === 'light' ? black : white;
  for (let share = 0; share < 1; share += 0.02) {
    const shown = mix(color, away, share);
    if (contrast(shown, page) >= ratio && contrast(shown, bubble) >= ratio) return shown;
  }
  return away;
}
