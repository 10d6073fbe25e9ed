import { limits, type TurnAnswered } from '@backchannel/contracts';
import { z } from 'zod';

/** The page call that the bot waits for: what a tab may claim. */
export const PageCall = z.object({
  id: z.string(),
  /** By the log's record that asked for it. */
  until: z.int(),
});
export type PageCall = Readonly<z.infer<typeof PageCall>>;

/**
 * What a final answer asks of the page. A failed one leaves the session as it was, and has used up what it waited for; so
 * has one that names the call before once more.
 */
export function callOf(
  { session, leaves, failed }: TurnAnswered,
  before: PageCall | null,
  at: number,
): PageCall | null {
  const waiting = session?.waiting;
  if (failed || leaves !== 'open' || waiting?.kind !== 'page' || waiting.id === before?.id) return null;
  return { id: waiting.id, until: at + (waiting.ms ?? limits.turnMs) };
}

/** Nobody can claim it any more. */
export const over = (call: PageCall | null): PageCall | null => call && { ...call, until: 0 };

export function isOpen(call: PageCall | null, callId: string, now: number): boolean {
  return call !== null && call.id === callId && now < call.until;
}
