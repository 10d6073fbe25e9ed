import type { Event } from '@backchannel/contracts';
import type { Consumer, Standing } from '../broker.ts';
import { Gap, gapAfter, type Widest } from '../gap.ts';
import { Runner } from '../runner/runner.ts';
import type { Bounds } from '../runner/source.ts';
import type { Client } from './client.ts';
import { Member } from './member.ts';

const COMMIT_MS = 250;
/** How long a fetch may be put off. */
const WIDEST: Widest = { ms: 50, records: 300 };
/** Where nobody waits: so many times the least, and after so few records. */
const UNHURRIED = { times: 5, records: 30 };
/** How long it waits, at most, for what that one brought to be worked off. */
const WORK_MS = 20;
/** What a record may wait for when its partition goes from one instance to another. */
const IDLE_MS = 500;

interface Parts {
  readonly client: Client;
  readonly publish: (events: readonly Event[]) => Promise<void>;
  readonly sessionTimeoutMs: number;
}

/** One group reads one topic: a runner for each partition that this member has, and a timer that acknowledges. */
export class Consumption {
  readonly #consumer: Consumer;
  readonly #parts: Parts;
  readonly #topic: string;
  readonly #groupId: string;
  readonly #member: Member;
  readonly #runners = new Map<number, Runner>();
  readonly #gap = new Gap();
  /** How many records came since it was last ready. */
  #brought = 0;
  #readying: Promise<void> | undefined;
  #rested = () => {};
  #memberId = '';
  #bounds: Promise<ReadonlyMap<number, Bounds>> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #committing: Promise<void> | undefined;
  #closing = false;

  constructor(consumer: Consumer, parts: Parts) {
    const { group, topic } = consumer;
    this.#consumer = consumer;
    this.#parts = parts;
    this.#topic = topic.name;
    // The members of a Kafka group must all read the same topics.
    this.#groupId = `${group}.${topic.name}`;
    this.#member = new Member(parts.client, {
      groupId: this.#groupId,
      topics: [topic],
      sessionTimeoutMs: parts.sessionTimeoutMs,
      idleMs: IDLE_MS,
      ready: () => this.#ready(),
      joined: (assignment, memberId) => this.#joined(assignment[topic.name] ?? [], memberId),
      leaving: () => void this.#commit(),
      lost: () => this.#joined([], ''),
      take: (_, partition, fetched) => {
        this.#brought += fetched.records.length;
        this.#runners.get(partition)?.take(fetched);
      },
    });
  }

  standings(): Standing[] {
    return [...this.#runners.values()].flatMap((runner) => runner.standing());
  }

  waitsFor(): string[] {
    return [...this.#member.waitsFor(), ...[...this.#runners.values()].flatMap((runner) => runner.waitsFor())];
  }

  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#runners.values()].map((runner) => runner.drain()));
    await this.#committing;
    await this.#commit();
    clearTimeout(this.#timer);
    await this.#member.close();
  }

  /**
   * The next fetch waits for what the last one brought: what comes while that is worked off comes with it. A partition whose
   * work takes long does not hold up the others for long.
   */
  #ready(): Promise<void> {
    this.#readying ??= this.#workedOff()
      .then(() => {
        const { gapMs = 0 } = this.#consumer;
        const widest = gapMs > 0 ? { ms: UNHURRIED.times * gapMs, records: UNHURRIED.records } : WIDEST;
        this.#gap.ms = Math.max(gapMs, gapAfter(this.#brought, widest));
        this.#brought = 0;
        return this.#gap.turn();
      })
      .finally(() => {
        this.#readying = undefined;
      });
    return this.#readying;
  }

  #workedOff(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, WORK_MS);
    this.#rested = () => {
      if ([...this.#runners.values()].some(({ isBusy }) => isBusy)) return;
      clearTimeout(timer);
      resolve();
    };
    this.#rested();
    return promise;
  }

  #joined(partitions: readonly number[], memberId: string): void {
    const same = memberId === this.#memberId;
    this.#memberId = memberId;
    this.#bounds = undefined;
    for (const [number, runner] of this.#runners) {
      if (same && partitions.includes(number)) {
        runner.resume();
        continue;
      }
      this.#runners.delete(number);
      runner.drop();
    }
    for (const number of partitions) {
      if (this.#runners.has(number)) continue;
      this.#member.pause(this.#topic, number);
      if (!this.#closing) this.#begin(number);
    }
  }

  #begin(number: number): void {
    const runner = new Runner(this.#consumer, {
      number,
      bounds: () => this.#look(number),
      read: (offset) => this.#mine(number, runner) && this.#member.read(this.#topic, number, offset),
      pause: () => this.#mine(number, runner) && this.#member.pause(this.#topic, number),
      publish: this.#parts.publish,
      moved: () => {
        this.#timer ??= setTimeout(() => void this.#commit(), COMMIT_MS);
      },
      rested: () => this.#rested(),
    });
    this.#runners.set(number, runner);
    runner.begin();
  }

  #mine(number: number, runner: Runner): boolean {
    return this.#runners.get(number) === runner;
  }

  /** Asked at the same time for all partitions that came at the same time. */
  async #look(number: number): Promise<Bounds> {
    const asked = (this.#bounds ??= this.#ask());
    const bounds = await asked.finally(() => {
      if (this.#bounds === asked) this.#bounds = undefined;
    });
    const found = bounds.get(number);
    if (!found) throw new Error(`${this.#topic}/${number} is not known`);
    return found;
  }

  async #ask(): Promise<ReadonlyMap<number, Bounds>> {
    const [topic, groupId] = [this.#topic, this.#groupId];
    const [groups, offsets] = await this.#parts.client.ask((admin) =>
      Promise.all([admin.fetchOffsets({ groupId, topics: [topic] }), admin.fetchTopicOffsets(topic)]),
    );
    const committed = new Map(groups[0]?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    const bounds = offsets.map(({ partition, low, high }): [number, Bounds] => [
      partition,
      { start: Number(low), end: Number(high), committed: committed.get(partition) ?? -1 },
    ]);
    return new Map(bounds);
  }

  #commit(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#committing ??= this.#commitNow().finally(() => {
      this.#committing = undefined;
    });
    return this.#committing;
  }

  async #commitNow(): Promise<void> {
    const moved = [...this.#runners].flatMap(([number, runner]) => {
      const { position } = runner;
      return position === undefined ? [] : [{ number, runner, position }];
    });
    if (moved.length === 0) return;
    try {
      await this.#member.commit(this.#topic, new Map(moved.map(({ number, position }) => [number, position])));
      for (const { runner, position } of moved) runner.acknowledged(position);
    } catch {
      // Kafka is away, or the group decides anew. What is still ours goes with the next one.
      if (!this.#closing) this.#timer ??= setTimeout(() => void this.#commit(), COMMIT_MS);
    }
  }
}
