import { defineEvent, defineTopic, parkedName, RecordParked, type Topic, tombstone } from '@backchannel/contracts';
import { z } from 'zod';

const Data = z.object({ key: z.string(), n: z.int(), text: z.string().optional() });
export type Note = z.infer<typeof Data>;

/** The suite's own topic: numbered notes. */
export function notes(name: string) {
  const Noted = defineEvent({
    topic: name,
    type: 'noted',
    version: 1,
    schema: Data,
    headers: ({ key, n }) => ({ id: `${key}:${n}`, key }),
  });
  const topic = defineTopic({ name, events: [Noted], compacted: false, retentionMs: 3_600_000 });
  const parked: Topic = defineTopic({
    name: parkedName({ name }),
    events: [RecordParked],
    compacted: false,
    retentionMs: 3_600_000,
  });
  return {
    topic,
    parked,
    gone: (key: string) => tombstone(Noted, key, Date.now()),
    note: (key: string, n: number, text?: string) => Noted({ key, n, text }, { time: Date.now() }),
  };
}
