import type * as preact from 'preact';

/** What the app hands over to what comes later: a file that imports nothing has no Preact, and there must be only one. */
export let h: typeof preact.h;
export let Fragment: typeof preact.Fragment;

export function hand(given: Pick<typeof preact, 'h' | 'Fragment'>): void {
  ({ h, Fragment } = given);
}
