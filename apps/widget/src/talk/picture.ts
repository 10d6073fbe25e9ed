import type { Talking } from './talking.ts';

export const blank: Talking = {
  status: 'idle',
  ended: null,
  current: null,
  known: [],
  messages: [],
  typing: false,
  pending: [],
  refused: [],
  unread: 0,
  closed: false,
  transferred: false,
};

/** The same list, if nothing in it has changed. */
export function same<Item>(before: readonly Item[], after: readonly Item[]): readonly Item[] {
  return before.length === after.length && after.every((item, at) => item === before[at]) ? before : after;
}

/** The same picture, if nothing on it has changed. */
export function picture(before: Talking, after: Talking): Talking {
  const names = Object.keys(after) as (keyof Talking)[];
  return names.every((name) => before[name] === after[name]) ? before : after;
}
