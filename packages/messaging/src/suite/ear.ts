import type { Topic } from '@backchannel/contracts';
import { vi } from 'vitest';
import type { BatchReader, Broker, Consumer, Received, RecordReader } from '../broker.ts';
import type { Note } from './note.ts';

export const noteOf = (record: Received | undefined): Note => record?.event?.data as Note;
export const ascending = (a: number, b: number) => a - b;
export const numbers = (records: readonly Received[]) => records.map((record) => noteOf(record).n);

/** Waits until something holds, for as long as a real broker may need. */
export const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

/** A reader of batches that writes down what it got, after it has done what the test asks for. */
export function batches(also: BatchReader['handle'] = async () => []) {
  const heard: Received[] = [];
  const reader: BatchReader = {
    kind: 'batch',
    async handle(records, partition) {
      const events = await also(records, partition);
      heard.push(...records);
      return events;
    },
  };
  return { heard, reader };
}

/** The same for single records. */
export function singles(also: RecordReader['handle'] = async () => []) {
  const heard: Received[] = [];
  const reader: RecordReader = {
    kind: 'record',
    async handle(record) {
      const events = await also(record);
      heard.push(record);
      return events;
    },
  };
  return { heard, reader };
}

/** All that a topic has and gets. */
export async function listen(broker: Broker, topic: Topic): Promise<Received[]> {
  const heard: Received[] = [];
  await broker.follow({ topics: [topic], from: 'start', hear: (record) => heard.push(record) });
  return heard;
}

/** Consumes until what is there has been acknowledged, as a service does that starts and stops. */
export async function consumeOnce(broker: Broker, consumer: Consumer, done: () => unknown): Promise<void> {
  broker.consume(consumer);
  await eventually(done);
  await broker.close();
}

/** Keys of the same partition, or of different ones. */
export function keysIn(partition: number, count: number, of: (key: string) => number): string[] {
  const keys: string[] = [];
  for (let n = 0; keys.length < count; n += 1) if (of(`key-${n}`) === partition) keys.push(`key-${n}`);
  return keys;
}
