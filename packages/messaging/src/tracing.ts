import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import type { Received } from './broker.ts';

const name = 'backchannel';

/**
 * Whether somebody collects spans: to be asked once, for it is answered by making one. Without them nothing is asked of the
 * API on the way of a record, and no header is written.
 */
export function isTracing(): boolean {
  return isSpanContextValid(trace.getTracer(name).startSpan('is anybody there?').spanContext());
}

/** As a W3C header; undefined for a span that is none. */
export function traceparentOf(span: Span | undefined): string | undefined {
  const at = span?.spanContext();
  if (!at || !isSpanContextValid(at)) return undefined;
  return `00-${at.traceId}-${at.spanId}-${(at.traceFlags & 1) === 1 ? '01' : '00'}`;
}

/** Of the work that goes on. */
export const activeTraceparent = (): string | undefined => traceparentOf(trace.getActiveSpan());

/** Who began the trace has decided whether it is recorded: what is not recorded costs this look and no more. */
export const isRecorded = (traceparent: string | undefined): traceparent is string =>
  traceparent !== undefined && traceparent.endsWith('-01');

/** A span that goes on with a trace. */
export function spanIn(traceparent: string, what: string, options: { kind?: SpanKind; attributes: Attributes }): Span {
  return trace.getTracer(name).startSpan(what, options, within(traceparent));
}

/** A span that begins a trace. Strangers do not decide what is recorded here: their trace is linked to, and not gone on with. */
export function spanAtDoor(what: string, { attributes, caller }: { attributes: Attributes; caller?: unknown }): Span {
  const linked = typeof caller === 'string' ? spanContextOf(caller) : undefined;
  const links = linked ? [{ context: linked }] : [];
  return trace.getTracer(name).startSpan(what, { kind: SpanKind.SERVER, root: true, attributes, links });
}

/** Does some work as part of a span: what is logged and said meanwhile is in its trace. */
export function during<Result>(span: Span, work: () => Result): Result {
  return context.with(trace.setSpan(context.active(), span), work);
}

/** What is known of a record without reading it: ids, never values. */
export function idsOf({ envelope, partition, offset }: Received): Attributes {
  const { topic, type, conversation, turn } = envelope;
  return {
    'messaging.system': 'backchannel',
    'messaging.destination.name': topic,
    'messaging.destination.partition.id': String(partition),
    'messaging.offset': offset,
    'backchannel.event': type,
    ...(conversation !== undefined && { 'backchannel.conversation': conversation }),
    ...(turn !== undefined && { 'backchannel.turn': turn }),
  };
}

function within(traceparent: string): Context {
  const parent = spanContextOf(traceparent);
  return parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
}

function spanContextOf(traceparent: string): SpanContext | undefined {
  const [, traceId = '', spanId = '', flags = ''] =
    /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/.exec(traceparent) ?? [];
  const found = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(found) ? found : undefined;
}
