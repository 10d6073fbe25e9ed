import { type Kafka, Partitioners, type Producer } from 'kafkajs';
import { type Message, write } from './message.ts';

interface Waiting {
  readonly topic: string;
  readonly messages: readonly Message[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** One send is in flight at a time; what comes meanwhile goes with the next. */
export class GroupCommit {
  readonly #producer: Producer;
  #waiting: Waiting[] = [];
  #sending = false;

  constructor(kafka: Kafka) {
    this.#producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  }

  connect = () => this.#producer.connect();
  disconnect = () => this.#producer.disconnect();

  send(topic: string, messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return Promise.resolve();
    return new Promise((done, failed) => {
      this.#waiting.push({ topic, messages, done, failed });
      if (!this.#sending) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#sending = true;
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const all = this.#waiting;
      this.#waiting = [];
      const topicMessages = [...Map.groupBy(all, ({ topic }) => topic)].map(([topic, some]) => ({
        topic,
        messages: some.flatMap(({ messages }) => messages.map(write)),
      }));
      try {
        await this.#producer.sendBatch({ acks: -1, topicMessages });
        for (const { done } of all) done();
      } catch (error) {
        for (const { failed } of all) failed(error);
      }
    }
    this.#sending = false;
  }
}
