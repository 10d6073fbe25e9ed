/** An address that a page may be opened with, in full; null for everything that is not of the web. */
export function webAddress(given: unknown): string | null {
  return addressWith(given, ['http:', 'https:']);
}

/** What a link in a text may lead to. */
export function linkAddress(given: unknown): string | null {
  return addressWith(given, ['http:', 'https:', 'tel:', 'mailto:']);
}

function addressWith(given: unknown, schemes: readonly string[]): string | null {
  if (typeof given !== 'string') return null;
  try {
    // As a browser would read it, which forgives blanks and line breaks that a pattern would have to know.
    const { protocol, href } = new URL(given);
    return schemes.includes(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** Of links: to a window of its own, which does not know where it came from. */
export const away = { target: '_blank', rel: 'noopener noreferrer' };

/** For people: where an address leads. */
export const hostOf = (address: string): string => new URL(address).host;
