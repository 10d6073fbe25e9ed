import { Buffer } from 'node:buffer';
import type { Topic } from '@backchannel/contracts';
import type { Batch, IHeaders, KafkaMessage } from 'kafkajs';
import type { Raw } from '../broker.ts';
import type { Fetched } from '../runner/runner.ts';
import { read } from '../wire.ts';

/** What kafkajs has fetched, as records. */
export function fetched(topic: Topic, batch: Batch): Fetched {
  const { partition, messages, highWatermark } = batch;
  // Not in its types: where the fetch began.
  const { fetchedOffset } = batch as Batch & { fetchedOffset: string };
  const records = messages.map((message) => read(topic, { partition, offset: Number(message.offset) }, rawOf(message)));
  return { from: Number(fetchedOffset), records, end: Number(highWatermark) };
}

function rawOf({ key, headers, value }: KafkaMessage): Raw {
  return { key: key?.toString() ?? '', headers: textOf(headers), value: value ?? Buffer.alloc(0) };
}

function textOf(headers: IHeaders = {}): Record<string, string> {
  const text: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const one = Array.isArray(value) ? value[0] : value;
    if (one !== undefined) text[name] = one.toString();
  }
  return text;
}
