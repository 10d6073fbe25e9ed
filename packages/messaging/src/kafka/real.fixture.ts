import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Topic } from '@backchannel/contracts';
import { createTopics, realKafka } from '@backchannel/stack';
import { type Admin, Kafka, logLevel, type Producer } from 'kafkajs';
import { onTestFinished } from 'vitest';
import { KafkaBroker, type KafkaBrokerOptions } from '../kafka-broker.ts';
import { eventually } from '../suite/ear.ts';
import { notes } from '../suite/note.ts';

export const { brokers, missing } = await realKafka();

/** A node of Kafka, from inside kafkajs. */
export const Node = createRequire(import.meta.url)('kafkajs/src/broker') as {
  readonly prototype: { fetch(): Promise<unknown>; produce(): Promise<unknown> };
};

/** Until the end of the test. */
export function open(options: KafkaBrokerOptions) {
  const broker = new KafkaBroker(options);
  onTestFinished(() => broker.close());
  return broker;
}

/** Resolves when each partition has somebody who takes records. */
export async function create(topics: readonly Topic[], partitions: number) {
  await createTopics(
    { brokers },
    topics.map(({ name }) => ({ name, partitions })),
  );
  await asking((admin) => eventually(async () => Promise.all(topics.map(({ name }) => admin.fetchTopicOffsets(name)))));
}

const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });

export function asking<Answer>(question: (admin: Admin) => Promise<Answer>): Promise<Answer> {
  return using(kafka.admin(), question);
}

/** What no service of ours would say. */
export function saying<Answer>(say: (producer: Producer) => Promise<Answer>): Promise<Answer> {
  return using(kafka.producer(), say);
}

async function using<Client extends Pick<Admin, 'connect' | 'disconnect'>, Answer>(
  client: Client,
  work: (client: Client) => Promise<Answer>,
): Promise<Answer> {
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.disconnect();
  }
}

/** The first partition of the topic loses what lies before the offset. */
export function forget(topic: string, offset: number): Promise<void> {
  return asking(async (admin) => {
    // It does not ask who has the topic.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
  });
}

/** A topic of its own, and the one beside it. */
export async function topicWith(partitions: number) {
  const mine = notes(`t-${randomUUID().slice(0, 8)}`);
  await create([mine.topic, mine.parked], partitions);
  return mine;
}
