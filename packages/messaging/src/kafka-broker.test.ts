import { createTopics, realKafka } from '@backchannel/stack';
import { describe } from 'vitest';
import { KafkaBroker } from './kafka-broker.ts';
import { brokerSuite } from './suite.ts';

const { brokers, missing } = await realKafka();

describe.skipIf(missing)('on a real Kafka', () => {
  brokerSuite('KafkaBroker', {
    async place() {
      const how = { brokers, sessionTimeoutMs: 2_000 };
      return {
        how,
        open: () => new KafkaBroker(how),
        create: async (topics) => {
          await createTopics(
            brokers,
            topics.map(({ name }) => ({ name, partitions: 2 })),
          );
        },
      };
    },
  });
});
