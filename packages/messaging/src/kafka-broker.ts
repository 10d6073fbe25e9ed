import { type Event, limits, type Topic } from '@backchannel/contracts';
import type { KafkaAccess } from '@backchannel/contracts/kafka-access';
import type { Backlog, Broker, Consumer, Follower, Standing, Stop } from './broker.ts';
import { Client, within } from './kafka/client.ts';
import { Consumption } from './kafka/consumption.ts';
import { KafkaFollower } from './kafka/kafka-follower.ts';
import { Outbox } from './kafka/outbox.ts';

export interface KafkaBrokerOptions extends KafkaAccess {
  readonly clientId?: string;
  /**
   * Its name in all groups, which no other member has while it lives: who begins again under it has its partitions at once,
   * and not after `sessionTimeoutMs`. Without it only this broker goes on so.
   */
  readonly instance?: string | undefined;
  /** After this long without a sign of life an instance's partitions go to others. */
  readonly sessionTimeoutMs?: number;
  /** How long `publish` waits before it rejects. */
  readonly publishMs?: number;
}

/** The broker of many processes. Topics are there already: it creates none. */
export class KafkaBroker implements Broker {
  readonly #client: Client;
  readonly #outbox: Outbox;
  readonly #sessionTimeoutMs: number;
  readonly #consumptions = new Map<string, Consumption>();
  readonly #followers = new Map<Follower, KafkaFollower>();
  readonly #unknown = new Map<string, string>();
  #closing: Promise<void> | undefined;

  constructor(options: KafkaBrokerOptions) {
    const { clientId = 'backchannel', sessionTimeoutMs = 10_000, publishMs = limits.publishMs, ...access } = options;
    this.#client = new Client({ ...access, clientId });
    this.#client.probe(new Error('it has not answered yet'));
    this.#outbox = new Outbox(this.#client, publishMs);
    this.#sessionTimeoutMs = sessionTimeoutMs;
  }

  publish(events: readonly Event[]): Promise<void> {
    return this.#outbox.publish(events);
  }

  backlog(): Backlog {
    return this.#outbox.backlog();
  }

  consume(consumer: Consumer): Stop {
    const name = `${consumer.group} ${consumer.topic.name}`;
    if (this.#consumptions.has(name)) throw new Error(`${consumer.group} already reads ${consumer.topic.name}`);
    const consumption = new Consumption(consumer, {
      client: this.#client,
      publish: (events) => this.publish(events),
      sessionTimeoutMs: this.#sessionTimeoutMs,
    });
    this.#consumptions.set(name, consumption);
    return async () => {
      await consumption.close();
      this.#consumptions.delete(name);
    };
  }

  follow(follower: Follower): Promise<void> {
    const following = new KafkaFollower(this.#client, follower, this.#sessionTimeoutMs);
    this.#followers.set(follower, following);
    return following.caughtUp;
  }

  behind(follower: Follower): readonly string[] {
    if (this.#closing) return ['the broker is closed'];
    return this.#followers.get(follower)?.waitsFor() ?? [];
  }

  partitions({ name }: Topic): Promise<number> {
    const attempt = () => this.#client.partitions(name);
    return this.#client.untilItWorks(attempt, (failure) => {
      if (failure) this.#unknown.set(name, `the partitions of ${name} are not known: ${String(failure.error)}`);
      else this.#unknown.delete(name);
    });
  }

  waitsFor(): readonly string[] {
    const parts = [this.#client, this.#outbox, ...this.#consumptions.values(), ...this.#followers.values()];
    return [...this.#unknown.values(), ...parts.flatMap((part) => part.waitsFor())];
  }

  standings(): readonly Standing[] {
    return [...this.#consumptions.values()].flatMap((consumption) => consumption.standings());
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const readers = [...this.#consumptions.values(), ...this.#followers.values()];
    await Promise.all(readers.map((reader) => reader.close()));
    await within(limits.publishMs, this.#outbox.close());
    await this.#client.close();
  }
}
