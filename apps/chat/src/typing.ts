import { type Event, InputReceived, TurnAnswered } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';

/** Conversations in which the bot has heard something that it has not answered by the end of these records. */
export function typing(records: readonly Received[]): ReadonlySet<string> {
  const busy = new Set<string>();
  for (const record of records) {
    const { envelope } = record;
    if (envelope.type === TurnAnswered.type && envelope.final) busy.delete(envelope.key);
    else if (record.event && isHeard(record.event)) busy.add(envelope.key);
  }
  return busy;
}

function isHeard({ type, data }: Event): boolean {
  if (type !== InputReceived.type) return false;
  const input = data as InputReceived;
  if (input.kind === 'posted') return input.message !== undefined || input.target !== undefined;
  // What a page returns may come too late: whether the bot goes on with it, the fold knows.
  return input.kind === 'opened' || input.kind === 'said';
}
