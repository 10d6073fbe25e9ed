import { closeCodes } from '@backchannel/contracts/close-codes';
import type { Ended } from './talking.ts';

/** What becomes of a connection: it is made again, with a fresh token, or never. */
export type Fate = 'again' | 'renew' | Ended;

const endings = ['frame_invalid', 'unauthorized', 'origin_forbidden', 'bot_unknown', 'erased'] as const;

/** After a socket was closed. */
export function fateOfClose(code: number): Fate {
  if (code === closeCodes.token_expired) return 'renew';
  return endings.find((name) => closeCodes[name] === code) ?? 'again';
}

/** After an answer over HTTP. */
export function fateOfProblem(code: string): Fate {
  // There is no way from an ended token to another one.
  if (code === 'token_expired') return 'unauthorized';
  if (passes(code)) return 'again';
  return [...endings, 'bot_disabled' as const].find((name) => name === code) ?? 'frame_invalid';
}

/** Whether the same may be taken another time. */
export function passes(code: string): boolean {
  return ['unavailable', 'rate_limited', 'internal', 'token_expired'].includes(code);
}

/** Nothing can make such a conversation go on: only a new one can. */
export function isOver(ended: Ended | null): boolean {
  return ended === 'unauthorized' || ended === 'erased';
}
