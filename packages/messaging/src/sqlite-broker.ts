import { type Event, topics as everyTopic, parkedName, type Topic } from '@backchannel/contracts';
import { reasonOf } from './again.ts';
import type { Backlog, Broker, Consumer, Follower, Standing, Stop } from './broker.ts';
import { partitionOf } from './partition-of.ts';
import { Following } from './runner/following.ts';
import { Consumption } from './sqlite/consumption.ts';
import { type Entry, Log } from './sqlite/log.ts';
import { Pace } from './sqlite/pace.ts';
import { retain } from './sqlite/retention.ts';
import { SlotReader } from './sqlite/slot-reader.ts';
import { write } from './wire.ts';

const RETENTION_MS = 10 * 60 * 1000;

export interface SqliteBrokerOptions {
  /** A file, or `:memory:`. */
  readonly path: string;
  /** Fixed when the file is made. */
  readonly partitions?: number;
  /** How long what is kept; a topic that is not among them is kept until somebody reads it who knows. */
  readonly topics?: readonly Topic[];
}

interface Publication {
  readonly entries: readonly Entry[];
  readonly since: number;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** The broker of one process: durable, and gone on with after a `kill -9`. */
export class SqliteBroker implements Broker {
  readonly #log: Log;
  readonly #topics = new Map<string, Topic>();
  readonly #consumptions = new Set<Consumption>();
  readonly #followers: { follower: Follower; following: Following; readers: readonly SlotReader[] }[] = [];
  readonly #retaining: NodeJS.Timeout;
  #queue: Publication[] = [];
  #queued = { records: 0, bytes: 0 };
  readonly #pace = new Pace();
  #trouble: string | undefined;
  #closing: Promise<void> | undefined;
  #closed = false;

  constructor({ path, partitions = 8, topics = everyTopic }: SqliteBrokerOptions) {
    this.#log = new Log(path, partitions);
    for (const topic of topics) this.#know(topic);
    this.#retain();
    this.#retaining = setInterval(() => this.#retain(), RETENTION_MS).unref();
  }

  publish(events: readonly Event[]): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the broker is closed'));
    if (events.length === 0) return Promise.resolve();
    return new Promise((done, failed) => {
      const entries = events.map((event) => ({ slot: this.#slot(event), raw: write(event) }));
      // One transaction for all that is said meanwhile.
      if (this.#queue.length === 0) this.#pace.soon(() => this.#flush());
      this.#queue.push({ entries, since: performance.now(), done, failed });
      this.#queued.records += entries.length;
      for (const { raw } of entries) this.#queued.bytes += raw.value.length;
    });
  }

  backlog(): Backlog {
    const [oldest] = this.#queue;
    return { ...this.#queued, oldestMs: oldest ? performance.now() - oldest.since : 0 };
  }

  consume(consumer: Consumer): Stop {
    const { group, topic } = consumer;
    if ([...this.#consumptions].some((other) => other.group === group && other.topic === topic.name)) {
      throw new Error(`${group} already reads ${topic.name}`);
    }
    this.#know(topic);
    const consumption = new Consumption(this.#log, consumer, (events) => this.publish(events));
    this.#consumptions.add(consumption);
    return async () => {
      await consumption.close();
      this.#consumptions.delete(consumption);
    };
  }

  follow(follower: Follower): Promise<void> {
    const following = new Following(follower);
    const readers = follower.topics.flatMap((topic) => {
      this.#know(topic);
      return this.#log.slots(topic.name).map((slot) => {
        const reader: SlotReader = new SlotReader(this.#log, { slot, topic }, (fetched) => {
          if (!following.take(topic.name, slot.partition, fetched)) reader.pause();
        });
        reader.read(following.add(topic, slot.partition, slot));
        return reader;
      });
    });
    following.begin();
    this.#followers.push({ follower, following, readers });
    return following.caughtUp;
  }

  behind(wanted: Follower): readonly string[] {
    if (this.#closing) return ['the broker is closed'];
    return this.#followers.flatMap(({ follower, following }) => (follower === wanted ? following.waitsFor() : []));
  }

  async partitions(): Promise<number> {
    return this.#log.partitions;
  }

  waitsFor(): readonly string[] {
    const readers = [...this.#consumptions, ...this.#followers.map(({ following }) => following)];
    const sentences = readers.flatMap((reader) => reader.waitsFor());
    return this.#trouble ? [this.#trouble, ...sentences] : sentences;
  }

  standings(): readonly Standing[] {
    return [...this.#consumptions].flatMap((consumption) => consumption.standings());
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearInterval(this.#retaining);
    for (const { readers } of this.#followers) for (const reader of readers) reader.pause();
    await Promise.all([...this.#consumptions].map((consumption) => consumption.close()));
    this.#closed = true;
    this.#flush();
    this.#log.close();
  }

  #flush(): void {
    const queue = this.#queue;
    if (queue.length === 0) return;
    this.#queue = [];
    this.#queued = { records: 0, bytes: 0 };
    const entries = queue.flatMap((publication) => publication.entries);
    try {
      this.#log.append(entries, Date.now());
      this.#trouble = undefined;
    } catch (error) {
      this.#trouble = `events can't be stored: ${reasonOf(error)}`;
      for (const { failed } of queue) failed(error);
      return;
    }
    for (const { done } of queue) done();
    for (const slot of new Set(entries.map((entry) => entry.slot))) {
      for (const consumption of this.#consumptions) if (consumption.topic === slot.topic) consumption.wake(slot);
      for (const { readers } of this.#followers) for (const reader of readers) if (reader.slot === slot) reader.wake();
    }
  }

  #slot({ topic, key }: Event) {
    const slots = this.#log.slots(topic);
    const slot = slots[partitionOf(key, slots.length)];
    if (!slot) throw new Error(`${topic} has no partitions`);
    return slot;
  }

  #know(topic: Topic): void {
    this.#topics.set(topic.name, topic);
    const name = parkedName(topic);
    if (!this.#topics.has(name)) this.#topics.set(name, { ...topic, name, compacted: false });
  }

  #retain(): void {
    try {
      retain(this.#log, this.#topics, Date.now());
    } catch (error) {
      this.#trouble = `old records can't be removed: ${reasonOf(error)}`;
    }
  }
}
