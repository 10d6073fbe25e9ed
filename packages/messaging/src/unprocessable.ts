import { type Event, parkedName, RecordParked } from '@backchannel/contracts';
import type { Received } from './broker.ts';

/**
 * Thrown by a handler: this will not get better. The record is parked and reading goes on; any other error means "again".
 * Thrown for a batch of several, the batch is offered again record by record, and the one that fails alone is parked.
 */
export class Unprocessable extends Error {
  override readonly name = 'Unprocessable';
}

interface Parking {
  /** Who could not process it. */
  readonly group: string;
  readonly reason: string;
  /** When, in milliseconds since 1970. */
  readonly time: number;
}

/** The event that parks a record, for a handler that parks one record of a batch by itself. */
export function parked({ envelope, partition, offset, raw }: Received, { group, reason, time }: Parking): Event {
  const { topic, traceparent } = envelope;
  const { key, headers, value } = raw;
  const data = { topic, partition, offset, group, reason, headers, key, value: value.toString('base64') };
  return { ...RecordParked(data, { time, traceparent }), topic: parkedName({ name: topic }) };
}
