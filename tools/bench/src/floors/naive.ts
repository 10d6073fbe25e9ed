import { type Consumer, Kafka, logLevel, Partitioners } from 'kafkajs';
import { read, write } from './message.ts';
import type { Addresses, Pipes } from './pipes.ts';

/** As the first page of kafkajs's documentation has it: a send per message, `eachMessage`, commits as they come. */
export async function naivePipes({ name, brokers }: Addresses): Promise<Pipes> {
  const kafka = new Kafka({ clientId: name, brokers: [...brokers], logLevel: logLevel.ERROR });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  const consumers: Consumer[] = [];
  await producer.connect();

  const consumerOf = async (topic: string) => {
    const consumer = kafka.consumer({ groupId: name });
    consumers.push(consumer);
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    return consumer;
  };

  return {
    async say(topic, message) {
      await producer.send({ topic, messages: [write(message)] });
    },
    async hop(from, to, work) {
      const consumer = await consumerOf(from);
      await consumer.run({
        eachMessage: async ({ message }) => {
          await producer.send({ topic: to, messages: [write(work(read(message.value)))] });
        },
      });
    },
    async show(from, onScreen) {
      const consumer = await consumerOf(from);
      await consumer.run({ eachMessage: async ({ message }) => onScreen([read(message.value)]) });
    },
    async close() {
      for (const consumer of consumers) await consumer.disconnect();
      await producer.disconnect();
    },
  };
}
