import { type Event, InputReceived } from '@backchannel/contracts';
import { activeTraceparent } from '@backchannel/messaging';
import { trace } from '@opentelemetry/api';

/** What is said goes on from the span in which it is said, which gets to know the ids. */
export function inTrace(events: readonly Event[]): readonly Event[] {
  const traceparent = activeTraceparent();
  if (traceparent === undefined) return events;
  const span = trace.getActiveSpan();
  return events.map((event) => {
    if (event.type === InputReceived.type) {
      span?.setAttribute('backchannel.input', event.id);
      if (event.conversation !== undefined) span?.setAttribute('backchannel.conversation', event.conversation);
    }
    return event.traceparent === undefined ? { ...event, traceparent } : event;
  });
}
