import { createTopics } from '@backchannel/stack';
import { topics } from './message.ts';

// The topics of a floor, with as many partitions as the product's have.

const { KAFKA_BROKERS = '', PARTITIONS = '8' } = process.env;
await createTopics(
  { brokers: KAFKA_BROKERS.split(',') },
  Object.values(topics).map((name) => ({ name, partitions: Number(PARTITIONS) })),
);
