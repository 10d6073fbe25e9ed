import type { Topic } from '@backchannel/contracts';
import type { Follower } from '../broker.ts';
import { newerThanKnown } from '../wire.ts';
import type { Fetched } from './source.ts';

interface Place {
  readonly topic: Topic;
  next: number;
  goal: number;
  newer?: string;
}

/** How far a follower has heard each partition: the same whatever the broker. */
export class Following {
  /** Resolves when all that was there at the beginning has been heard. */
  readonly caughtUp: Promise<void>;
  readonly #follower: Follower;
  readonly #places = new Map<string, Place>();
  readonly #done: () => void;

  constructor(follower: Follower) {
    this.#follower = follower;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.caughtUp = promise;
    this.#done = resolve;
  }

  /** A partition, and what its log has at the beginning. Answers where to read. */
  add(topic: Topic, partition: number, log: { start: number; end: number }): number {
    const next = this.#follower.from === 'start' ? log.start : log.end;
    this.#places.set(nameOf(topic.name, partition), { topic, next, goal: log.end });
    return next;
  }

  /** To be called once all partitions are added. */
  begin(): void {
    if ([...this.#places.values()].every(({ next, goal }) => next >= goal)) this.#done();
  }

  next(topic: string, partition: number): number | undefined {
    return this.#places.get(nameOf(topic, partition))?.next;
  }

  /** Answers whether it wants to hear more. */
  take(topic: string, partition: number, { from, records, end }: Fetched): boolean {
    const place = this.#places.get(nameOf(topic, partition));
    if (!place || place.newer) return false;
    if (end < place.next) {
      // Another log: the topic was lost, and made again.
      place.next = from;
      place.goal = Math.min(place.goal, end);
    }
    for (const record of records) {
      if (record.offset < place.next) continue;
      const newer = newerThanKnown(place.topic, record.envelope);
      if (newer) {
        place.newer = `${topic}/${partition} has a record at ${record.offset} ${newer}`;
        return false;
      }
      place.next = record.offset + 1;
      try {
        this.#follower.hear(record);
      } catch (error) {
        // A follower must not fail. One that does is told of loudly, and hears on.
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
    if (place.next >= place.goal) this.begin();
    return true;
  }

  waitsFor(): string[] {
    return [...this.#places.values()].flatMap(({ newer }) => newer ?? []);
  }
}

const nameOf = (topic: string, partition: number) => `${topic}/${partition}`;
