import type { Message } from '@backchannel/contracts';
import type { Known } from './talking.ts';

const LAST_CHARS = 100;

/** How many of others there are that nobody has looked at. */
export function unread(shown: readonly Message[], looked: number): number {
  let count = 0;
  for (let at = shown.length - 1; at >= 0; at -= 1) {
    const message = shown[at];
    if (!message || message.seq <= looked) break;
    if (message.from !== 'user' && message.type !== 'closed') count += 1;
  }
  return count;
}

/** What a list of conversations tells of this one; null: nothing that has words. */
export function lastOf(shown: readonly Message[]): Known['last'] {
  for (let at = shown.length - 1; at >= 0; at -= 1) {
    const message = shown[at];
    const words = message?.text ?? message?.alt;
    if (message && typeof words === 'string') return { text: words.slice(0, LAST_CHARS), at: message.at };
  }
  return null;
}

/** Of two tabs, what the one knows that has come further. */
export function later(one: Known['last'], other: Known['last']): Known['last'] {
  return one && other && other.at < one.at ? one : (other ?? one);
}
