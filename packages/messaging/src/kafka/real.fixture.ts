import { randomUUID } from 'node:crypto';
import type { Topic } from '@backchannel/contracts';
import { createTopics, realKafka } from '@backchannel/stack';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { onTestFinished } from 'vitest';
import { KafkaBroker, type KafkaBrokerOptions } from '../kafka-broker.ts';
import { eventually } from '../suite/ear.ts';
import { notes } from '../suite/note.ts';

export const { brokers, missing } = await realKafka();

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

export async function asking<Answer>(question: (admin: Admin) => Promise<Answer>): Promise<Answer> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await question(admin);
  } finally {
    await admin.disconnect();
  }
}

/** A topic of its own, and the one beside it. */
export async function topicWith(partitions: number) {
  const mine = notes(`t-${randomUUID().slice(0, 8)}`);
  await create([mine.topic, mine.parked], partitions);
  return mine;
}
