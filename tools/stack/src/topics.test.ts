import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { limits, topics } from '@backchannel/contracts';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';
import { describe, expect, test } from 'vitest';
import { createTopics } from './admin.ts';
import { realKafka } from './real.ts';
import { topicsToCreate } from './topics.ts';

const tool = fileURLToPath(new URL('./topics.ts', import.meta.url));
const run = (env: Record<string, string>) =>
  promisify(execFile)(process.execPath, [tool], { env: { PATH: process.env.PATH, ...env } });

test('beside each topic there is one for what could not be processed', () => {
  const log = { name: 'log', retentionMs: 1000, compacted: false };
  const settings = { name: 'settings', retentionMs: 0, compacted: true };
  expect(topicsToCreate([log, settings], 4)).toEqual([
    { name: 'log', retentionMs: 1000, partitions: 4 },
    { name: 'log.parked', retentionMs: limits.logMs, partitions: 4 },
    { name: 'settings', compacted: true, partitions: 4 },
    { name: 'settings.parked', retentionMs: limits.logMs, partitions: 4 },
  ]);
});

test.each([
  [{}, 'KAFKA_BROKERS does not say where Kafka is.'],
  [{ KAFKA_TLS: 'on' }, 'KAFKA_TLS: Invalid option: expected one of "true"|"false".'],
  [{ KAFKA_BROKERS: '127.0.0.1:1', PARTITIONS: 'many' }, 'PARTITIONS must be a whole number above 0.'],
])('the tool refuses %o', async (env, sentence) => {
  await expect(run(env)).rejects.toMatchObject({ code: 1, stderr: `${sentence}\n` });
});

const kafka = await realKafka();

describe.skipIf(kafka.missing)('on a real Kafka', () => {
  const KAFKA_BROKERS = kafka.brokers.join(',');
  const name = `topics.test.${randomUUID()}`;

  test('the tool creates the topics of the contracts, and a second run nothing', async () => {
    const count = topics.length * 2;
    expect((await run({ KAFKA_BROKERS })).stderr).toBe('');
    expect((await run({ KAFKA_BROKERS })).stdout).toBe(`0 topics created, ${count} were there.\n`);
  });

  test('a topic gets its partitions, retention and compaction', async () => {
    await createTopics(kafka, [
      { name: `${name}.kept`, retentionMs: 60_000, partitions: 3 },
      { name: `${name}.compacted`, compacted: true, partitions: 1 },
    ]);
    expect(await settingsOf(`${name}.kept`)).toMatchObject({
      'retention.ms': '60000',
      'segment.ms': String(limits.logFileMs),
      'cleanup.policy': 'delete',
    });
    expect(await settingsOf(`${name}.compacted`)).toMatchObject({ 'cleanup.policy': 'compact' });
  });

  test('the partitions of a topic that is there are not touched', async () => {
    expect(await createTopics(kafka, [{ name, partitions: 2 }])).toEqual({ created: [name], different: [] });
    const again = await createTopics(kafka, [{ name, partitions: 4 }]);
    expect(again).toEqual({ created: [], different: [{ name, partitions: 2 }] });
  });

  test('two tools at once create each topic once', async () => {
    const wanted = [{ name: `${name}.twice`, partitions: 1 }];
    const reports = await Promise.all([createTopics(kafka, wanted), createTopics(kafka, wanted)]);
    expect(reports.flatMap(({ different }) => different)).toEqual([]);
  });
});

async function settingsOf(topic: string): Promise<Record<string, string>> {
  const admin = new Kafka({ brokers: kafka.brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const resource = { type: ConfigResourceTypes.TOPIC, name: topic };
  const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [resource] });
  await admin.disconnect();
  return Object.fromEntries((resources[0]?.configEntries ?? []).map((entry) => [entry.configName, entry.configValue]));
}
