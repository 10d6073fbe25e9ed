/** Red, green and blue, each from 0 to 1. */
export type Color = readonly [red: number, green: number, blue: number];

export const black: Color = [0, 0, 0];
export const white: Color = [1, 1, 1];

export function ofHex(hex: string): Color {
  const at = (place: number) => Number.parseInt(hex.slice(place, place + 2), 16) / 255;
  return [at(1), at(3), at(5)];
}

export function toHex(color: Color): string {
  const parts = color.map((part) => Math.round(Math.min(1, Math.max(0, part)) * 255).toString(16));
  return `#${parts.map((part) => part.padStart(2, '0')).join('')}`;
}

export function mix(one: Color, other: Color, share: number): Color {
  const at = (place: 0 | 1 | 2) => one[place] + (other[place] - one[place]) * share;
  return [at(0), at(1), at(2)];
}

/** WCAG 2, contrast ratio: from 1 to 21. */
export function contrast(one: Color, other: Color): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Color): number {
  const [red = 0, green = 0, blue = 0] = color.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
