import { limits, parkedName, topics } from '@backchannel/contracts';
import { type KafkaAccess, KafkaEnvironment } from '@backchannel/contracts/kafka-access';
import { readVariables } from '@backchannel/contracts/variables';
import { createTopics, type TopicSpec } from './admin.ts';

interface ContractTopic {
  readonly name: string;
  readonly retentionMs: number;
  readonly compacted: boolean;
}

/** The topics of the contracts, and beside each the one for what could not be processed. */
export function topicsToCreate(contracts: readonly ContractTopic[], partitions: number): TopicSpec[] {
  return contracts.flatMap(({ name, retentionMs, compacted }) => [
    compacted ? { name, compacted, partitions } : { name, retentionMs, partitions },
    { name: parkedName({ name }), retentionMs: limits.logMs, partitions },
  ]);
}

function readAccess(variables: NodeJS.ProcessEnv): KafkaAccess {
  const read = readVariables(KafkaEnvironment, variables);
  if ('wrong' in read) throw new Error(`${read.wrong.join('; ')}.`);
  if (!read.settings.kafka) throw new Error('KAFKA_BROKERS does not say where Kafka is.');
  return read.settings.kafka;
}

async function main(): Promise<void> {
  const kafka = readAccess(process.env);
  const partitions = Number(process.env.PARTITIONS ?? 8);
  if (!Number.isInteger(partitions) || partitions < 1) throw new Error('PARTITIONS must be a whole number above 0.');

  const wanted = topicsToCreate(topics, partitions);
  const { created, different } = await createTopics(kafka, wanted);
  print(`${created.length} topics created, ${wanted.length - created.length} were there.`);
  for (const { name, partitions: has } of different) {
    print(`${name} has ${has} partitions, not ${partitions}, and keeps them: its keys must stay where they are.`);
  }
}

const print = (line: string) => process.stdout.write(`${line}\n`);

if (import.meta.main) {
  await main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
