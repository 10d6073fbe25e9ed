import { forgettingIn, InputReceived, limits, type TurnAnswered } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
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

/** How an input that ends something is written; others hold these words only by chance. */
const endings = ['"returned"', '"elapsed"'].map((word) => Buffer.from(word));

/** What an input ends: a page call, by its result or because its time ran out, or the time for which an ended conversation is kept. */
export type Ending = { readonly call: string } | { readonly forgets: true };

/** One input in a thousand ends something: the others are not parsed. */
export function endingIn(record: Received): Ending | null {
  if (record.envelope.type !== InputReceived.type) return null;
  if (!endings.some((word) => record.raw.value.includes(word))) return null;
  const { event } = record;
  if (!event) return null;
  const input = event.data as InputReceived;
  if (input.kind === 'returned') return { call: input.callId };
  if (forgettingIn(input) !== null) return { forgets: true };
  return input.kind === 'elapsed' && input.deadline.name === 'wait' ? { call: input.deadline.id } : null;
}

export function isOpen(call: PageCall | null, callId: string, now: number): boolean {
  return call !== null && call.id === callId && now < call.until;
}
