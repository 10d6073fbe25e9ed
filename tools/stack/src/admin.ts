import { type Admin, Kafka, logLevel } from 'kafkajs';

export interface TopicSpec {
  readonly name: string;
  /** How long a record stays; the broker's default without it. */
  readonly retentionMs?: number;
  /** Of each key only the newest record stays. */
  readonly compacted?: boolean;
  readonly partitions?: number;
}

const PARTITIONS = 8;

/** Creates those that are not there yet, and returns their names. A topic that exists stays as it is. */
export async function createTopics(brokers: readonly string[], topics: readonly TopicSpec[]): Promise<string[]> {
  return withAdmin(brokers, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter(({ name }) => !existing.has(name));
    await admin.createTopics({ waitForLeaders: true, topics: missing.map(asConfig) });
    return missing.map(({ name }) => name);
  });
}

/** Whether the broker can be used, coordinators of groups included. */
export async function brokerAnswers(brokers: readonly string[]): Promise<boolean> {
  return withAdmin(brokers, async (admin) => {
    await admin.describeGroups(['is-anybody-there']);
    return true;
  });
}

async function withAdmin<Result>(brokers: readonly string[], work: (admin: Admin) => Promise<Result>): Promise<Result> {
  const retry = { initialRetryTime: 100, maxRetryTime: 500, retries: 10 };
  const kafka = new Kafka({ clientId: 'stack', brokers: [...brokers], logLevel: logLevel.NOTHING, retry });
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

function asConfig({ name, retentionMs, compacted, partitions = PARTITIONS }: TopicSpec) {
  const configEntries = [];
  if (compacted) configEntries.push({ name: 'cleanup.policy', value: 'compact' });
  if (retentionMs !== undefined) configEntries.push({ name: 'retention.ms', value: String(retentionMs) });
  return { topic: name, numPartitions: partitions, configEntries };
}
