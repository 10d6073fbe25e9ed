import { setTimeout as sleep } from 'node:timers/promises';
import { cutAll, feel } from './network.ts';
import type { Scenario } from './scenario.ts';

const AWAY_MS = 15_000;
const LATE_MS = 6_000;

export const kafkaScenarios: readonly Scenario[] = [
  {
    name: 'kafka-one',
    title: 'Kafka: SIGKILL of one of three brokers, away for 15 s',
    on: 'distributed',
    quick: true,
    async run({ system, round, gone }) {
      const node = system.kafka.nodes[round % system.kafka.nodes.length];
      // The other two have all of it: there is nothing to wait for but their noticing.
      gone();
      await node?.kill();
      await sleep(AWAY_MS);
      await node?.start();
    },
  },
  {
    name: 'kafka-all',
    title: 'Kafka: SIGKILL of all three brokers, started again after 5 s',
    on: 'distributed',
    async run({ system, gone }) {
      await Promise.all(system.kafka.nodes.map((node) => node.kill()));
      await sleep(5_000);
      await Promise.all(system.kafka.nodes.map((node) => node.start()));
      gone();
    },
  },
  {
    name: 'kafka-late',
    title: 'Kafka: every answer 6 s late, for 20 s (doors give up after 4 s)',
    on: 'distributed',
    async run(stage) {
      const { system, gone } = stage;
      for (const proxy of system.toKafka) proxy.delay(LATE_MS);
      await sleep(20_000);
      feel(stage, LATE_MS);
      for (const proxy of system.toKafka) proxy.delay(0);
      gone();
    },
  },
  {
    name: 'kafka-cut',
    title: 'Kafka: all connections cut every 500 ms, for 10 s',
    on: 'distributed',
    async run(stage) {
      await cutAll(stage.system.toKafka, stage, 500);
    },
  },
  {
    name: 'kafka-away',
    title: 'Kafka: nothing passes for 20 s, connections stay',
    on: 'distributed',
    async run(stage) {
      const { system, gone } = stage;
      for (const proxy of system.toKafka) proxy.hold();
      await sleep(20_000);
      feel(stage, 15_000);
      for (const proxy of system.toKafka) proxy.release();
      gone();
    },
  },
];
