/** Whether the chat was open in this tab before the person went to another page of the site; null: nobody has said. */
export function wasOpen(botId: string): boolean | null {
  // On a phone the chat would be all over the page that the person has just gone to.
  if (!matchMedia('(min-width: 600px)').matches) return null;
  const kept = read(nameOf(botId));
  return kept === null ? null : kept === 'open';
}

/** For the next page. */
export function keepOpen(botId: string, isOpen: boolean): void {
  try {
    sessionStorage.setItem(nameOf(botId), isOpen ? 'open' : 'closed');
  } catch {
    // A browser that keeps nothing forgets this, too.
  }
}

const nameOf = (botId: string) => `backchannel:${botId}:window`;

function read(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}
