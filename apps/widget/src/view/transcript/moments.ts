const day = 24 * 60 * 60_000;

export const timeOf = (at: number, lang: string): string =>
  new Date(at).toLocaleTimeString(lang, { timeStyle: 'short' });

/** A day as people name it. */
export function dayOf(at: number, lang: string, now = Date.now()): string {
  const ago = Math.round((startOf(now) - startOf(at)) / day);
  if (ago === 0 || ago === 1) {
    const name = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(-ago, 'day');
    return name.charAt(0).toLocaleUpperCase(lang) + name.slice(1);
  }
  const date = new Date(at);
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric';
  return date.toLocaleDateString(lang, { weekday: 'long', day: 'numeric', month: 'long', year });
}

const startOf = (at: number) => new Date(at).setHours(0, 0, 0, 0);
