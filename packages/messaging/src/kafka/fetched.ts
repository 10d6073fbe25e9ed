import { Buffer } from 'node:buffer';
import type { Topic } from '@backchannel/contracts';
import type { Batch, KafkaMessage } from 'kafkajs';
import type { Raw } from '../broker.ts';
import type { Fetched } from '../runner/source.ts';
import { read } from '../wire.ts';

/** What kafkajs has fetched, as records. */
export function fetched(topic: Topic, batch: Batch): Fetched {
  const { partition, messages, highWatermark } = batch;
  // Not in its types: where the fetch began.
  const { fetchedOffset } = batch as Batch & { fetchedOffset: string };
  const records = messages.map((message) =>
    read(topic, { partition, offset: Number(message.offset) }, new Message(message)),
  );
  return { from: Number(fetchedOffset), records, end: Number(highWatermark) };
}

/** Text of what is looked at only: of most records of a followed topic that is nothing. */
class Message implements Raw {
  readonly #message: KafkaMessage;

  constructor(message: KafkaMessage) {
    this.#message = message;
  }

  get key(): string {
    return this.#message.key?.toString() ?? '';
  }

  get value(): Buffer {
    return this.#message.value ?? Buffer.alloc(0);
  }

  get headers(): Readonly<Record<string, string>> {
    const text: Record<string, string> = {};
    for (const [name, value] of Object.entries(this.#message.headers ?? {})) {
      const first = Array.isArray(value) ? value[0] : value;
      if (first !== undefined) text[name] = first.toString();
    }
    return text;
  }
}
