import { z } from 'zod';
import { type DataOf, defineEvent, type Topic } from './event.ts';

/** A record that a service could not process, and why. Said by that service to `<topic>.parked`; heard by control. */
export const RecordParked = defineEvent({
  topic: 'parked',
  type: 'record.parked',
  version: 1,
  schema: z.looseObject({
    topic: z.string(),
    partition: z.int(),
    offset: z.int(),
    /** Who could not process it. */
    group: z.string(),
    reason: z.string(),
    headers: z.record(z.string(), z.string()),
    key: z.string(),
    /** The record's value as it came, in base64. */
    value: z.string(),
  }),
  headers: ({ group, topic, partition, offset, key }) => ({ id: `${group}:${topic}:${partition}:${offset}`, key }),
});
export type RecordParked = DataOf<typeof RecordParked>;

export const parkedName = (topic: Pick<Topic, 'name'>) => `${topic.name}.parked`;
