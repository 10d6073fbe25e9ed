import { setTimeout as pause } from 'node:timers/promises';
import type { Topic } from '@backchannel/contracts';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { reasonOf } from '../again.ts';
import type { Fetched } from '../runner/source.ts';
import { assignerWith } from './assigner.ts';
import { type Client, within } from './client.ts';
import { fetched } from './fetched.ts';
import { Fetches } from './fetches.ts';

export interface Membership {
  readonly groupId: string;
  readonly topics: readonly Topic[];
  readonly sessionTimeoutMs: number;
  /**
   * How long Kafka may hold back an answer when there is nothing to read. A record is told at once; but partitions that come
   * or go on, and closing, wait so long.
   */
  readonly idleMs: number;
  /** Resolves when it may fetch again. */
  readonly ready: () => Promise<void>;
  /** The group has decided who gets what. Under the same member id nobody else had what one keeps. */
  readonly joined: (assignment: Readonly<Record<string, readonly number[]>>, memberId: string) => void;
  /** The group is about to decide anew. */
  readonly leaving?: () => void;
  /** Nothing is assigned any more. */
  readonly lost: () => void;
  readonly take: (topic: string, partition: number, fetched: Fetched) => void;
}

/** How long nothing has come that should have. */
interface Silence {
  readonly seconds: number;
  /** The end of a sentence, if anything is known. */
  readonly why: string;
}

type Commit = EachBatchPayload['commitOffsetsIfNecessary'];

/** A member of a group, for life: whatever ends a kafkajs consumer, another one takes its place. */
export class Member {
  readonly #client: Client;
  readonly #membership: Membership;
  readonly #closing = new AbortController();
  readonly #life: Promise<void>;
  #consumer: Consumer | undefined;
  #commit: Commit | undefined;
  #trouble: string | undefined = 'is joining';
  /** When its place was somebody else's although it was there, the last times. */
  #ousted: readonly number[] = [];
  readonly #fetches = new Fetches();
  /** When Kafka last answered: anything, and with records or without. */
  #answered = Date.now();
  #fetched: number | undefined;

  constructor(client: Client, membership: Membership) {
    this.#client = client;
    this.#membership = membership;
    this.#life = this.#live();
  }

  read(topic: string, partition: number, offset: number): void {
    this.#try((consumer) => {
      consumer.seek({ topic, partition, offset: String(offset) });
      consumer.resume([{ topic, partitions: [partition] }]);
    });
  }

  pause(topic: string, partition: number): void {
    this.#try((consumer) => consumer.pause([{ topic, partitions: [partition] }]));
  }

  /** Rejects at once when it fails. */
  async commit(topic: string, offsets: ReadonlyMap<number, number>): Promise<void> {
    if (!this.#commit) throw new Error('not a member');
    const partitions = [...offsets].map(([partition, offset]) => ({ partition, offset: String(offset) }));
    await this.#commit({ topics: [{ topic, partitions }] });
  }

  /** Undefined until it has begun to read. */
  get unread(): Silence | undefined {
    return this.#fetched === undefined ? undefined : this.#silence(this.#fetched);
  }

  waitsFor(): string[] {
    const { groupId } = this.#membership;
    const { seconds, why } = this.#silence(this.#answered);
    if (this.#trouble) return [`${groupId} ${this.#trouble}`];
    if (this.#losesItsPlace()) {
      const { instance } = this.#client;
      return [`${groupId} is taken from it again and again: it sleeps, or another process is named ${instance} too`];
    }
    return seconds >= 5 ? [`${groupId} has not heard from Kafka for ${seconds} s${why}`] : [];
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#life;
  }

  async #live(): Promise<void> {
    const { topics, lost } = this.#membership;
    while (!this.#closing.signal.aborted) {
      const consumer = this.#make();
      this.#consumer = consumer;
      try {
        for (const { name } of topics) await this.#client.partitions(name);
        await this.#run(consumer);
      } catch (error) {
        if (!this.#closing.signal.aborted) this.#trouble = `can't read from Kafka: ${reasonOf(error)}`;
      }
      this.#commit = undefined;
      this.#consumer = undefined;
      lost();
      await within(3_000, consumer.disconnect());
      if (!this.#closing.signal.aborted)
        await pause(500, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  /** Rejects when it is told to end, or kafkajs has given up. */
  async #run(consumer: Consumer): Promise<never> {
    const end = Promise.withResolvers<never>();
    const { signal } = this.#closing;
    const close = () => end.reject(signal.reason);
    signal.addEventListener('abort', close);
    consumer.on(consumer.events.CRASH, ({ payload }) => end.reject(payload.error));
    // Not waited for: while Kafka is away it takes long, and closing must not.
    this.#start(consumer).catch(end.reject);
    return end.promise.finally(() => signal.removeEventListener('abort', close));
  }

  async #start(consumer: Consumer): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: this.#membership.topics.map(({ name }) => name), fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      // Records are handed on at once: nothing is ever held up here, whatever the number.
      partitionsConsumedConcurrently: 1,
      eachBatch: async (payload) => this.#take(payload),
    });
  }

  #make(): Consumer {
    const { groupId, sessionTimeoutMs, idleMs, ready, joined, leaving } = this.#membership;
    const consumer = this.#client.patient.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: Math.min(1_000, sessionTimeoutMs / 4),
      maxWaitTimeInMs: idleMs,
      partitionAssigners: [assignerWith({ instance: this.#client.instance, ready, fetches: this.#fetches })],
      minBytes: 1,
      allowAutoTopicCreation: false,
      retry: { restartOnFailure: async () => false },
    });
    const { GROUP_JOIN, REBALANCING, REQUEST } = consumer.events;
    let memberId: string | undefined;
    consumer.on(GROUP_JOIN, ({ payload }) => {
      if (consumer !== this.#consumer) {
        // It was given up while it was joining, and kafkajs only ends what runs.
        setImmediate(() => void consumer.disconnect().catch(() => undefined));
        return;
      }
      this.#trouble = undefined;
      if (memberId !== undefined && memberId !== payload.memberId)
        this.#ousted = [...this.#ousted.slice(-2), Date.now()];
      memberId = payload.memberId;
      joined(payload.memberAssignment, payload.memberId);
    });
    consumer.on(REBALANCING, () => leaving?.());
    consumer.on(REQUEST, ({ payload }) => {
      this.#answered = Date.now();
      if (payload.apiName === 'Fetch') this.#fetched = this.#answered;
    });
    return consumer;
  }

  /** Since any node has answered, or one that owes an answer should have. */
  #silence(answered: number): Silence {
    const { since, reason } = this.#fetches.oldest ?? { since: answered };
    const seconds = Math.round((Date.now() - Math.min(since, answered)) / 1000);
    return { seconds, why: reason ? `: ${reason}` : '' };
  }

  /** Three times within a minute. */
  #losesItsPlace(): boolean {
    const [first = 0, , third] = this.#ousted;
    return third !== undefined && Date.now() - first < 60_000;
  }

  /** Must never throw: kafkajs would leave the group and join again without end, or stop for good. */
  #take(payload: EachBatchPayload): void {
    try {
      const { batch } = payload;
      this.#commit = (offsets) => payload.commitOffsetsIfNecessary(offsets);
      const topic = this.#membership.topics.find(({ name }) => name === batch.topic);
      if (!topic || payload.isStale()) return;
      // First, because whoever takes it may seek.
      payload.resolveOffset(batch.lastOffset());
      this.#membership.take(batch.topic, batch.partition, fetched(topic, batch));
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  }

  /** What can't be told to a consumer that has just ended is told to the next one when it has joined. */
  #try(tell: (consumer: Consumer) => void): void {
    try {
      if (this.#consumer) tell(this.#consumer);
    } catch {
      // Not running.
    }
  }
}
