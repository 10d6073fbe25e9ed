const BEGIN = '<!-- From here on written by `npm run bench -- --write`: what the last full run has found. -->';
const END = '<!-- To here. -->';

/** The page with other figures; throws if it has no place for them. */
export function withFigures(page: string, figures: string): string {
  const [before, rest = ''] = page.split(BEGIN);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error(`the page has no place for the figures: ${BEGIN} … ${END}`);
  return `${before}${BEGIN}\n\n${figures}\n\n${END}${after}`;
}
