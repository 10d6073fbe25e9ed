import type { Event } from '@backchannel/contracts';
import { type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Received } from '../broker.ts';
import { idsOf, isRecorded, spanIn, traceparentOf } from '../tracing.ts';

/** The spans of a batch: one for each record whose trace is recorded. */
export interface Spans {
  readonly first: Span;
  /** What came of a record goes on from its span. */
  stamp(events: readonly Event[]): readonly Event[];
  end(error?: unknown): void;
}

/** Null for records that are in no recorded trace, as all are where nobody traces. */
export function spansOf(records: readonly Received[], group: string): Spans | null {
  let spans: Map<string, Span> | null = null;
  for (const record of records) {
    const { traceparent, topic } = record.envelope;
    if (!isRecorded(traceparent)) continue;
    spans ??= new Map();
    // Of several with one parent the last is what the events are of.
    spans.get(traceparent)?.end();
    const attributes = { ...idsOf(record), 'messaging.batch.message_count': records.length };
    spans.set(traceparent, spanIn(traceparent, `${group} ${topic}`, { kind: SpanKind.CONSUMER, attributes }));
  }
  const first = spans?.values().next().value;
  return spans && first ? made(first, spans) : null;
}

function made(first: Span, spans: ReadonlyMap<string, Span>): Spans {
  return {
    first,
    stamp: (events) =>
      events.map((event) => {
        const span = event.traceparent === undefined ? undefined : spans.get(event.traceparent);
        // A service that traces nothing carries on what it was given.
        return span ? { ...event, traceparent: traceparentOf(span) ?? event.traceparent } : event;
      }),
    end(error) {
      for (const span of spans.values()) {
        if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      }
    },
  };
}
