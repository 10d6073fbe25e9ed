import { randomUUID } from 'node:crypto';
import type { Follower } from '../broker.ts';
import { Gap } from '../gap.ts';
import { Following } from '../runner/following.ts';
import { type Client, within } from './client.ts';
import { Member } from './member.ts';

const STALE_S = 10;
/** Nobody takes anything over from it: only closing waits for that. */
const IDLE_MS = 1_000;

/**
 * Reads all of some topics. In kafkajs only groups read, so it is a group of its own of one member, which never acknowledges:
 * Kafka forgets it by itself.
 */
export class KafkaFollower {
  /** Resolves when all that was there at the beginning has been heard. */
  readonly caughtUp: Promise<void>;
  readonly #groupId = `follower.${randomUUID()}`;
  readonly #names: string;
  readonly #client: Client;
  readonly #following: Following;
  #member: Member | undefined;
  #trouble: string | undefined;
  #closed = false;

  constructor(client: Client, follower: Follower, sessionTimeoutMs: number) {
    this.#client = client;
    this.#names = follower.topics.map(({ name }) => name).join(', ');
    this.#following = new Following(follower);
    this.caughtUp = this.#begin(follower, sessionTimeoutMs);
  }

  waitsFor(): string[] {
    const unread = this.#member?.unread;
    if (this.#trouble || !unread) return [`reading ${this.#names} ${this.#trouble ?? 'has not begun'}`];
    const { seconds, why } = unread;
    const stale = seconds >= STALE_S ? [`${this.#names} could not be read for ${seconds} s${why}`] : [];
    return [...stale, ...this.#following.waitsFor()];
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (!this.#member) return;
    await this.#member.close();
    await within(
      1_000,
      this.#client.ask((admin) => admin.deleteGroups([this.#groupId])),
    );
  }

  async #begin(follower: Follower, sessionTimeoutMs: number): Promise<void> {
    const { topics, gapMs } = follower;
    const gap = new Gap(gapMs);
    const bounds = await this.#client.untilItWorks(
      () => Promise.all(topics.map(({ name }) => this.#bounds(name))),
      (failure) => {
        this.#trouble = failure ? `waits: ${String(failure.error)}` : undefined;
      },
    );
    this.#trouble = undefined;
    for (const [index, topic] of topics.entries()) {
      for (const { partition, low, high } of bounds[index] ?? []) {
        this.#following.add(topic, partition, { start: Number(low), end: Number(high) });
      }
    }
    this.#following.begin();
    if (this.#closed) return;
    const member: Member = new Member(this.#client, {
      groupId: this.#groupId,
      topics,
      sessionTimeoutMs,
      idleMs: IDLE_MS,
      ready: () => gap.turn(),
      joined: (assignment) => {
        for (const [topic, partitions] of Object.entries(assignment)) {
          for (const partition of partitions) this.#readOn(member, topic, partition);
        }
      },
      lost: () => undefined,
      take: (topic, partition, records) => {
        if (!this.#following.take(topic, partition, records)) member.pause(topic, partition);
      },
    });
    this.#member = member;
    await this.#following.caughtUp;
  }

  async #bounds(topic: string) {
    await this.#client.partitions(topic);
    return this.#client.ask((admin) => admin.fetchTopicOffsets(topic));
  }

  #readOn(member: Member, topic: string, partition: number): void {
    const next = this.#following.next(topic, partition);
    if (next === undefined) member.pause(topic, partition);
    else member.read(topic, partition, next);
  }
}
