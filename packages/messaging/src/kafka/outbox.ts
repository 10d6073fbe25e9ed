import { setTimeout as pause } from 'node:timers/promises';
import type { Event } from '@backchannel/contracts';
import { Partitioners, type Producer, type TopicMessages } from 'kafkajs';
import { reasonOf } from '../again.ts';
import type { Backlog, Raw } from '../broker.ts';
import { Gap, gapAfter, type Widest } from '../gap.ts';
import { partitionOf } from '../partition-of.ts';
import { isTombstone, write } from '../wire.ts';
import { type Client, MissingTopic } from './client.ts';
import { Publication } from './publication.ts';

interface Entry {
  readonly topic: string;
  readonly raw: Raw;
  readonly of: Publication;
}

/** How long a send may be put off. Sooner than a fetch: at the doors each request of a caller is a record. */
const WIDEST: Widest = { ms: 10, records: 16 };
const MOST = 500;
const MOST_BYTES = 256 * 1024;
/** Headers and framing, about. */
const ENVELOPE_BYTES = 300;
/** How long it is told that an attempt has failed when no other one follows: where nobody is let in, nobody tries. */
const TOLD_MS = 6_000;

/**
 * Says events: all acknowledged by every replica in sync. One send is in flight at a time, and what was said
 * meanwhile goes with the next, a moment later if there is much: that keeps the order, and makes batches only when they are
 * needed.
 */
export class Outbox {
  readonly #client: Client;
  readonly #patienceMs: number;
  readonly #producer: Producer;
  readonly #gap = new Gap();
  #connected = false;
  #queue: Entry[] = [];
  #sending: Entry[] = [];
  #bytes = 0;
  #sweeping: NodeJS.Timeout | undefined;
  #pumping: Promise<void> | undefined;
  #closed = false;
  /** The last attempt, if it has failed. */
  #failed: { readonly reason: unknown; readonly at: number } | undefined;

  constructor(client: Client, patienceMs: number) {
    this.#client = client;
    this.#patienceMs = patienceMs;
    this.#producer = client.kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      // Trap: when a partition's leader moves between its own attempts, kafkajs may take it for sent. So one attempt each,
      // and ours around it.
      retry: { retries: 0 },
    });
  }

  async publish(events: readonly Event[]): Promise<void> {
    if (this.#closed) throw new Error('the broker is closed');
    if (events.length === 0) return;
    const of = new Publication(events.length);
    for (const event of events) {
      const raw = write(event);
      this.#bytes += raw.value.length;
      this.#queue.push({ topic: event.topic, raw, of });
    }
    this.#sweeping ??= setInterval(() => this.#sweep(), 100);
    this.#pumping ??= this.#pump();
    await of.settled;
  }

  backlog(): Backlog {
    const oldest = this.#sending[0] ?? this.#queue[0];
    return {
      records: this.#sending.length + this.#queue.length,
      bytes: this.#bytes,
      oldestMs: oldest?.of.ageMs ?? 0,
    };
  }

  waitsFor(): string[] {
    if (!this.#failed) return [];
    const { reason, at } = this.#failed;
    const isTold = this.#sending.length > 0 || Date.now() - at < TOLD_MS;
    return isTold ? [`Kafka does not take what is said: ${reasonOf(reason)}`] : [];
  }

  /** Resolves when all that was said is through, or has failed. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#pumping;
    clearInterval(this.#sweeping);
    await this.#producer.disconnect();
  }

  async #pump(): Promise<void> {
    // What is said in the same turn of the event loop goes together.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      await this.#gap.turn();
      this.#sending = this.#take();
      this.#gap.ms = gapAfter(this.#sending.length, WIDEST);
      if (this.#sending.length > 0) await this.#send(this.#sending);
      for (const { raw } of this.#sending) this.#bytes -= raw.value.length;
      this.#sending = [];
    }
    this.#pumping = undefined;
    clearInterval(this.#sweeping);
    this.#sweeping = undefined;
  }

  #take(): Entry[] {
    const taken: Entry[] = [];
    let bytes = 0;
    let next = 0;
    for (const entry of this.#queue) {
      bytes += entry.raw.value.length + ENVELOPE_BYTES;
      if (taken.length === MOST || (taken.length > 0 && bytes > MOST_BYTES)) break;
      next += 1;
      if (entry.of.isGivenUp) this.#bytes -= entry.raw.value.length;
      else taken.push(entry);
    }
    this.#queue.splice(0, next);
    return taken;
  }

  /** Again and again, until it is acknowledged or nobody waits for it any more. */
  async #send(entries: readonly Entry[]): Promise<void> {
    for (let wait = 50; ; wait = Math.min(2 * wait, 1_000)) {
      try {
        await this.#attempt(entries);
        this.#failed = undefined;
        for (const { of } of entries) of.acknowledge();
        return;
      } catch (error) {
        // Kafka will not have it: too large, for instance. The others in this send are not to suffer for it.
        if (refused(error)) return this.#single(entries, error);
        this.#failed = { reason: error, at: Date.now() };
        this.#client.probe(error);
      }
      await pause(wait);
      if (entries.every(({ of }) => of.isGivenUp)) return;
    }
  }

  async #single(entries: readonly Entry[], error: Error): Promise<void> {
    const publications = [...Map.groupBy(entries, ({ of }) => of)];
    if (publications.length > 1) {
      for (const [, some] of publications) await this.#send(some);
      return;
    }
    for (const [of] of publications) of.giveUp(error);
  }

  async #attempt(entries: readonly Entry[]): Promise<void> {
    if (!this.#connected) {
      await this.#producer.connect();
      this.#connected = true;
    }
    const wanted = new Set<string>();
    const topicMessages: TopicMessages[] = [];
    for (const [topic, some] of Map.groupBy(entries, (entry) => entry.topic)) {
      const count = await this.#client.partitions(topic);
      const messages = some.map(({ raw }) => ({
        ...raw,
        // Kafka's own compaction goes by it.
        value: isTombstone(raw) ? null : raw.value,
        partition: partitionOf(raw.key, count),
      }));
      for (const { partition } of messages) wanted.add(`${topic}/${partition}`);
      topicMessages.push({ topic, messages });
    }
    const metadata = await this.#producer.sendBatch({ acks: -1, timeout: this.#patienceMs, topicMessages });
    for (const { topicName, partition } of metadata) wanted.delete(`${topicName}/${partition}`);
    if (wanted.size > 0) throw new Error(`${[...wanted].join(', ')} has not acknowledged`);
  }

  /** Those who wait are told in time; what they said may still come through. */
  #sweep(): void {
    for (const { of } of [...this.#sending, ...this.#queue]) {
      if (!of.isWaiting || of.ageMs < this.#patienceMs) continue;
      const error = this.#late();
      of.giveUp(error);
      this.#client.probe(error);
    }
  }

  #late(): Error {
    const cause = this.#failed?.reason;
    const reason = cause ? `: ${reasonOf(cause)}` : '';
    return new Error(`Kafka has not acknowledged within ${this.#patienceMs} ms${reason}`, { cause });
  }
}

/** kafkajs marks what it is no use to send again; its own giving up is marked so too, but means "not now". */
function refused(error: unknown): error is Error {
  if (error instanceof MissingTopic) return true;
  if (!(error instanceof Error) || !('retriable' in error)) return false;
  return error.retriable === false && error.name !== 'KafkaJSNumberOfRetriesExceeded';
}
