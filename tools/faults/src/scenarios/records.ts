import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConversationLog, InputReceived, parkedName, TurnAnswered, TurnOpened } from '@backchannel/contracts';
import { Kafka, logLevel, type Message, Partitioners } from 'kafkajs';
import type { Scenario } from './scenario.ts';

const TIMES = 10;

export const recordScenarios: readonly Scenario[] = [
  {
    name: 'poison',
    title: 'Records that nobody can read, in every partition of conversation.log and turn.opened',
    on: 'distributed',
    quick: true,
    async run({ system, crowd, note, fail }) {
      const kafka = new Kafka({ brokers: [...system.kafka.brokers], logLevel: logLevel.NOTHING });
      const [producer, admin] = [kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner }), kafka.admin()];
      await Promise.all([producer.connect(), admin.connect()]);
      const topics = [ConversationLog.name, TurnOpened.topic];
      const parked = async () => {
        const offsets = await Promise.all(topics.map((name) => admin.fetchTopicOffsets(parkedName({ name }))));
        return offsets.flat().reduce((sum, { high }) => sum + Number(high), 0);
      };
      const before = await parked();
      const { partitions } = (await admin.fetchTopicMetadata({ topics: [ConversationLog.name] })).topics[0] ?? {};
      const key = crowd.people[0]?.conversation.conversationId ?? '';
      let count = 0;
      for (let time = 0; time < TIMES; time += 1) {
        for (const topic of topics) {
          const messages = (partitions ?? []).flatMap(({ partitionId: partition }) =>
            poison(key).map((message) => ({ ...message, partition })),
          );
          await producer.send({ topic, messages });
          count += messages.length;
        }
        await sleep(300);
      }
      let aside = 0;
      for (const late = Date.now() + 15_000; Date.now() < late && aside < count; await sleep(250))
        aside = (await parked()) - before;
      note(`${count} sent, ${aside} parked`);
      if (aside !== count) fail(`${count} can not be read, and ${aside} were parked`);
      await Promise.all([producer.disconnect(), admin.disconnect()]);
    },
  },
];

/** With and without what tells what they are; under the key of somebody who is talking, about somebody who is not. */
function poison(key: string): Message[] {
  const conversation = 'nobody-opened-it';
  const headers = (type: string, more: object = {}) => {
    const id = randomBytes(8).toString('hex');
    return { envelope: JSON.stringify({ type, version: 1, id, time: Date.now(), conversation, ...more }) };
  };
  return [
    { key, value: 'not JSON at all' },
    { key, value: null },
    { key: null, value: '{}' },
    { key, value: randomBytes(20_000) },
    { key, value: '[]', headers: headers('nobody.knows.it') },
    { key, value: '{', headers: headers(InputReceived.type) },
    { key, value: '{"inputId":7}', headers: headers(InputReceived.type) },
    { key, value: '"a turn"', headers: headers(TurnOpened.type) },
    { key, value: '{"replies":[{}]}', headers: headers(TurnAnswered.type) },
    { key, value: '{}', headers: headers(TurnAnswered.type, { turn: 'first', final: 'perhaps' }) },
  ];
}
