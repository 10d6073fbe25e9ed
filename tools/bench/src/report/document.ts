const END = '<!-- To here. -->';

/** The page with other figures, of the last full run of `npm run <command>`; throws if it has no place for them. */
export function withFigures(page: string, figures: string, command = 'bench'): string {
  const begin = `<!-- From here on written by \`npm run ${command} -- --write\`: what the last full run has found. -->`;
  const [before, rest = ''] = page.split(begin);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error(`the page has no place for the figures: ${begin} … ${END}`);
  return `${before}${begin}\n\n${figures}\n\n${END}${after}`;
}
