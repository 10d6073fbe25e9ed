/** To whoever made the page: nobody else reads it. */
export function complain(what: string, ...more: readonly unknown[]): void {
  // oxlint-disable-next-line no-console -- it is the only place where a page can be told
  console.error(`Backchannel: ${what}`, ...more);
}
