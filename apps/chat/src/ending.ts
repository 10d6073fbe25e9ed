import { forgettingIn, InputReceived } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';

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
