import { during, spanAtDoor } from '@backchannel/messaging';
import { SpanStatusCode } from '@opentelemetry/api';

/** What comes to a door that is not HTTP begins a trace like a request. */
export async function atDoor<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const span = spanAtDoor(what, { attributes: {} });
  try {
    return await during(span, work);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
