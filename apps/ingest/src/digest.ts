import { hash, timingSafeEqual } from 'node:crypto';

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
