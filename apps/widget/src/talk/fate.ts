import { closeCodes } from '@backchannel/contracts/close-codes';
import type { Ended } from './talking.ts';

/** What becomes of a connection: it is made again, with a fresh token, or never. */
export type Fate = 'again' | 'renew' | Ended;

const ofCodes: Readonly<Record<number, Fate>> = {
  [closeCodes.frame_invalid]: 'frame_invalid',
  [closeCodes.unauthorized]: 'unauthorized',
  [closeCodes.origin_forbidden]: 'origin_forbidden',
  [closeCodes.bot_unknown]: 'bot_unknown',
  [closeCodes.erased]: 'erased',
  [closeCodes.token_expired]: 'renew',
};

/** After a socket was closed. */
export function fateOfClose(code: number): Fate {
  return ofCodes[code] ?? 'again';
}

const passing = ['unavailable', 'rate_limited', 'internal'];
const final = ['origin_forbidden', 'bot_unknown', 'bot_disabled', 'unauthorized'];

/** Whether the same may be taken another time. */
export function passes(code: string): boolean {
  return passing.includes(code) || code === 'token_expired';
}

/** After an answer over HTTP; null: it was none of Backchannel's. */
export function fateOfProblem(code: string | null): Fate {
  if (code === null || passing.includes(code)) return 'again';
  // There is no way to another one.
  if (code === 'token_expired') return 'unauthorized';
  return final.includes(code) ? (code as Ended) : 'frame_invalid';
}

/** Nothing can make such a conversation go on: only a new one can. */
export function isOver(ended: Ended | null): boolean {
  return ended === 'unauthorized' || ended === 'erased';
}
