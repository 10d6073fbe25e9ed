import type { Envelope, Event, Topic } from '@backchannel/contracts';

/** Carries events: at least once to every group, in order within a topic and a key. */
export interface Broker {
  /**
   * Resolves when the events are durable, all of them; rejects when they may not be, and soon after `limits.publishMs` at the
   * latest: nobody needs a clock of their own. A `tombstone` is one too.
   */
  publish(events: readonly Event[]): Promise<void>;
  /**
   * One instance of the group gets a partition's records, in order. What the consumer returns is said before the
   * records are acknowledged; what was not acknowledged comes again. While the broker is away it waits.
   */
  consume(consumer: Consumer): Stop;
  /** Every instance gets everything. Resolves when it has heard what was there when it began; keeps on hearing. */
  follow(follower: Follower): Promise<void>;
  /** Why a follower may not have heard what was said more than 10 s ago, each in one sentence; empty when it has. */
  behind(follower: Follower): readonly string[];
  /** How many partitions a topic has. The same for as long as the topic lives. */
  partitions(topic: Topic): Promise<number>;
  /** What was said and is not durable yet: whoever lets others say more looks at it first. */
  backlog(): Backlog;
  /** What keeps it from working, each in one sentence; empty when all is well. */
  waitsFor(): readonly string[];
  /** Where its consumers stand: a line for each partition that is in their hands. */
  standings(): readonly Standing[];
  /** Stops everything like `Stop`, and lets go of the broker. */
  close(): Promise<void>;
}

export interface Backlog {
  readonly records: number;
  /** Of their values. */
  readonly bytes: number;
  /** How long the oldest of them has waited, in milliseconds; 0 where there is none. */
  readonly oldestMs: number;
}

/** Begins nothing new, and resolves once what a handler has in hand is handled, said and acknowledged, or has failed once more. */
export type Stop = () => Promise<void>;

/** Reads one topic for a group. */
export interface Consumer {
  readonly group: string;
  readonly topic: Topic;
  readonly reader: BatchReader | RecordReader;
  /**
   * The group's instance has got a partition: answers the offset to begin at. Without it, the acknowledged one.
   * Called again whenever the partition may have been somebody else's meanwhile, or the log no longer has the next record.
   */
  assigned?(partition: Partition): Promise<number>;
  /** Comes about every second between batches, never beside one; what it returns is said. */
  tick?(partition: Partition): Promise<readonly Event[]>;
  /**
   * For what is in no hurry: how far apart batches begin, so that under load a few are large; up to five times that where there
   * is much. What comes alone does not wait.
   */
  readonly gapMs?: number;
  readonly watch?: Watch;
}

/** Told what becomes of a consumer's records. Must not fail, and is called once a batch. */
export interface Watch {
  /** The handler was tried once with so many records. */
  handled(records: number, ms: number): void;
  /** What failed is tried again. */
  failed(): void;
  parked(): void;
}

/** How far a group is behind on a partition, as far as its owner has seen the log's end. */
export interface Standing {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly lag: number;
}

/** Gets what has come, in order, one batch of a partition at a time. */
export interface BatchReader {
  readonly kind: 'batch';
  handle(records: readonly Received[], partition: Partition): Promise<readonly Event[]>;
}

/** Gets single records beside each other, in order only within a key. A slow one holds up its own key alone. */
export interface RecordReader {
  readonly kind: 'record';
  handle(record: Received): Promise<readonly Event[]>;
}

/** A partition in the hands of one consumer. */
export interface Partition {
  readonly topic: string;
  readonly number: number;
  /** The offset the group had acknowledged when `assigned` was called last; -1 if none. */
  readonly committed: number;
  /** The first offset that the log still had then. */
  readonly start: number;
  /** The offset that the log's next record will have, as last seen. */
  readonly end: number;
  /** The next batch begins at `offset`, back or forth; what was taken in meanwhile is forgotten. */
  goTo(offset: number): void;
}

/** Hears topics from their start, or from now on. */
export interface Follower {
  readonly topics: readonly Topic[];
  readonly from: 'start' | 'now';
  /** As a consumer's. */
  readonly gapMs?: number;
  /** Must not fail: what it can't use is its own to report. */
  hear(record: Received): void;
}

/** A record, and the fact in it if it can be read. */
export type Received = Readable | Unreadable;

interface At {
  readonly partition: number;
  readonly offset: number;
  /** What the headers say, as far as they do. */
  readonly envelope: Envelope;
  /** As it came, for who has to park it. */
  readonly raw: Raw;
}
export interface Readable extends At {
  readonly event: Event;
  readonly problem?: undefined;
}
export interface Unreadable extends At {
  readonly event?: undefined;
  /** Why it can't be read. */
  readonly problem: string;
}
export interface Raw {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer;
}
