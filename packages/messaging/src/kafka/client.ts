import { randomUUID } from 'node:crypto';
import type { KafkaAccess } from '@backchannel/contracts/kafka-access';
import { type Admin, Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import { again, type Failure, reasonOf } from '../again.ts';
import './consumer-group.ts';
import './encoder.ts';
import './join-group.ts';
import './offset-manager.ts';
import './request-queue.ts';

export interface ClientOptions extends KafkaAccess {
  readonly clientId: string;
  readonly instance?: string | undefined;
}

// Short, because whoever asks tries again by itself and can stop doing so.
const IMPATIENT = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 };
// Long enough for a broker that restarts or hands over: a consumer that gave up would come back as another member, and wait
// until the group has missed the first one.
const PATIENT = { ...IMPATIENT, retries: 60 };

/** Kafka, and what one can ask of it. */
export class Client {
  readonly kafka: Kafka;
  readonly patient: Kafka;
  /** By what groups know it again. */
  readonly instance: string;
  readonly #address: string;
  readonly #stop = new AbortController();
  readonly #admin: Admin;
  readonly #topics = new Map<string, number>();
  #connected: Promise<void> | undefined;
  #probing = false;
  #trouble: string | undefined;

  constructor({ instance = randomUUID(), ...access }: ClientOptions) {
    this.instance = instance;
    this.#address = access.brokers.join(', ');
    const options: KafkaConfig = {
      ...access,
      brokers: [...access.brokers],
      logLevel: logLevel.NOTHING,
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
    };
    this.kafka = new Kafka({ ...options, retry: IMPATIENT });
    this.patient = new Kafka({ ...options, retry: PATIENT });
    this.#admin = this.kafka.admin();
  }

  async ask<Answer>(question: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    this.#connected ??= this.#admin.connect();
    try {
      await this.#connected;
    } catch (error) {
      this.#connected = undefined;
      throw error;
    }
    return question(this.#admin);
  }

  async partitions(topic: string): Promise<number> {
    const known = this.#topics.get(topic);
    if (known) return known;
    // Kafka's own answer to a question about a missing topic is retried by kafkajs, and names no topic.
    const names = await this.ask((admin) => admin.listTopics());
    if (!names.includes(topic)) throw new MissingTopic(`the topic ${topic} does not exist`);
    const { topics } = await this.ask((admin) => admin.fetchTopicMetadata({ topics: [topic] }));
    const count = topics[0]?.partitions.length ?? 0;
    if (count === 0) throw new Error(`the topic ${topic} has no partitions yet`);
    this.#topics.set(topic, count);
    return count;
  }

  /** Tries until it works, or the client is closed. */
  untilItWorks<Answer>(attempt: () => Promise<Answer>, failed: (failure?: Failure) => void): Promise<Answer> {
    return again(attempt, { until: this.#stop.signal, failed, longestMs: 1_000 });
  }

  /** Something has failed: asks until Kafka answers again, and says so meanwhile. */
  probe(reason: unknown): void {
    if (this.#probing || this.#stop.signal.aborted) return;
    this.#probing = true;
    this.#say(reason);
    const attempt = () => this.ask((admin) => admin.listTopics());
    const probing = async () => {
      await this.untilItWorks(attempt, (failure) => failure && this.#say(failure.error));
      this.#trouble = undefined;
      this.#probing = false;
    };
    // It rejects only when the client is closed.
    probing().catch(() => undefined);
  }

  waitsFor(): string[] {
    return this.#trouble ? [this.#trouble] : [];
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await within(2_000, this.#admin.disconnect());
  }

  #say(reason: unknown): void {
    this.#trouble = `Kafka at ${this.#address} can't be used: ${reasonOf(reason)}`;
  }
}

/** Somebody has to create it. */
export class MissingTopic extends Error {}

/** Waits for what may hang while Kafka is away, but not for long, and whatever becomes of it. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work.catch(() => undefined), promise]);
  clearTimeout(timer);
}
