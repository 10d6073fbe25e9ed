import type { Message } from '@backchannel/contracts';
import type { Known } from './talking.ts';

const LAST_CHARS = 100;

/** How many of others there are that nobody has looked at. */
export function unread(shown: readonly Message[], looked: number): number {
  return shown.filter(({ seq, from, type }) => seq > looked && from !== 'user' && type !== 'closed').length;
}

/** What a list of conversations tells of this one; null: nothing that has words. */
export function lastOf(shown: readonly Message[]): Known['last'] {
  const last = shown.findLast((message) => typeof wordsOf(message) === 'string');
  return last ? { text: String(wordsOf(last)).slice(0, LAST_CHARS), at: last.at, seq: last.seq } : null;
}

const wordsOf = ({ text, alt }: Message): unknown => text ?? alt;

/** Of two tabs, what the one knows that has come further. */
export function later(one: Known['last'], other: Known['last']): Known['last'] {
  return one && other && other.seq < one.seq ? one : (other ?? one);
}
