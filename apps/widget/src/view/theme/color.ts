/** Red, green and blue, as screens have them: each a whole number from 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

export const black: Color = [0, 0, 0];
export const white: Color = [255, 255, 255];

/** As it is written in CSS. */
export const written = (color: Color): string => `rgb(${color.join(' ')})`;

export function mix(one: Color, other: Color, share: number): Color {
  const at = (place: 0 | 1 | 2) => Math.round(one[place] + (other[place] - one[place]) * share);
  return [at(0), at(1), at(2)];
}

/** WCAG 2, contrast ratio: from 1 to 21. */
export function contrast(one: Color, other: Color): number {
  const both = [luminance(one), luminance(other)];
  return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}

function luminance(color: Color): number {
  const [red = 0, green = 0, blue = 0] = color.map((part) =>
    part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
