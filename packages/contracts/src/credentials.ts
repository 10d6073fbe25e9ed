// For services only: what a post shows to be let in, and to ask later what became of it.
import { hash, timingSafeEqual } from 'node:crypto';
import type { Hook } from './settings.ts';

/**
 * Whether `Authorization` is the bare hex of sha256(conversationId + " || " + botId), in any letter case
 * (Web View Integration API, Headers). The digest holds no secret: whoever knows both ids can make it.
 */
export function digestFits(authorization: string | undefined, ids: { conversationId: string; botId: string }): boolean {
  const given = Buffer.from(authorization ?? '', 'hex');
  const wanted = hash('sha256', `${ids.conversationId} || ${ids.botId}`, 'buffer');
  // Buffer.from stops at the first character that is not hex: the length says whether all of it was.
  return (
    authorization?.length === 2 * wanted.length && given.length === wanted.length && timingSafeEqual(given, wanted)
  );
}

/** Whether a token is one of a webhook's that are good now. All are looked at, each in constant time. */
export function tokenFits(token: string, tokens: Hook['tokens'], now: number): boolean {
  const given = hash('sha256', token, 'buffer');
  const fits = tokens.map(({ hash: kept, until }) => {
    const wanted = Buffer.from(kept, 'hex');
    return wanted.length === given.length && timingSafeEqual(wanted, given) && (until === undefined || now < until);
  });
  return fits.includes(true);
}
