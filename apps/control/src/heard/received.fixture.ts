import type { Event } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';

/** As a reader gets it. */
export function received(event: Event, offset = 0): Received {
  const { data: _, ...envelope } = event;
  return { partition: 0, offset, envelope, raw: { key: event.key, headers: {}, value: Buffer.from('') }, event };
}

/** The same, of which only the headers can be read. */
export function unreadable(event: Event, offset = 0): Received {
  const { event: _, ...record } = received(event, offset);
  return { ...record, problem: 'not JSON' };
}
