const nameOf = (botId: string) => `backchannel:${botId}:window`;

/** Whether the chat was open in this tab before the person went to another page of the site; undefined: it was neither. */
export function wasOpen(botId: string): boolean | undefined {
  try {
    const kept = sessionStorage.getItem(nameOf(botId));
    return kept ? kept === 'open' : undefined;
  } catch {
    return undefined;
  }
}

/** For the next page. On a phone it stays closed there: the chat would be all over what the person has gone to see. */
export function keepOpen(botId: string, isOpen: boolean): void {
  const isNarrow = matchMedia('(max-width: 640px)').matches;
  try {
    sessionStorage.setItem(nameOf(botId), isOpen && !isNarrow ? 'open' : 'closed');
  } catch {
    // A browser that keeps nothing forgets this, too.
  }
}
