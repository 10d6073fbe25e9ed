import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '@backchannel/contracts';
import type { KafkaAccess } from '@backchannel/contracts/kafka-access';
import { type Admin, Kafka, logLevel } from 'kafkajs';

export interface TopicSpec {
  readonly name: string;
  /** How long a record stays at least, and about a day more at most; the broker's default without it. */
  readonly retentionMs?: number;
  /** Of each key only the newest record stays. */
  readonly compacted?: boolean;
  readonly partitions?: number;
}

export interface TopicReport {
  readonly created: string[];
  /** Those that were there with another number of partitions. */
  readonly different: { readonly name: string; readonly partitions: number }[];
}

const PARTITIONS = 8;
const PATIENCE = 10_000;

/** Creates those that are not there yet. A topic that exists stays as it is. */
export async function createTopics(kafka: KafkaAccess, topics: readonly TopicSpec[]): Promise<TopicReport> {
  return withAdmin(kafka, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter(({ name }) => !existing.has(name));
    const present = topics.filter(({ name }) => existing.has(name));
    // kafkajs would wait for leaders itself, but takes "unknown topic" for a failure, which a new topic is for a moment.
    await admin.createTopics({ waitForLeaders: false, topics: missing.map(asConfig) });
    const counts = await partitionCounts(admin, topics);

    const different = present.filter(({ name, partitions = PARTITIONS }) => counts.get(name) !== partitions);
    return {
      created: missing.map(({ name }) => name),
      different: different.map(({ name }) => ({ name, partitions: counts.get(name) ?? 0 })),
    };
  });
}

/** Resolves when every partition has a leader. */
async function partitionCounts(admin: Admin, topics: readonly TopicSpec[]): Promise<Map<string, number>> {
  const names = topics.map(({ name }) => name);
  for (const start = Date.now(); ; await pause(50)) {
    try {
      const { topics: found } = await admin.fetchTopicMetadata({ topics: names });
      return new Map(found.map(({ name, partitions }) => [name, partitions.length]));
    } catch (error) {
      const settling = error instanceof Error && 'retriable' in error && error.retriable;
      if (!settling || Date.now() - start > PATIENCE) throw error;
    }
  }
}

/** Whether the broker can be used, coordinators of groups included. */
export async function brokerAnswers(brokers: readonly string[]): Promise<boolean> {
  return withAdmin({ brokers }, async (admin) => {
    await admin.describeGroups(['is-anybody-there']);
    return true;
  });
}

async function withAdmin<Result>(access: KafkaAccess, work: (admin: Admin) => Promise<Result>): Promise<Result> {
  const brokers = [...access.brokers];
  const retry = { initialRetryTime: 100, maxRetryTime: 500, retries: 10 };
  const kafka = new Kafka({ ...access, brokers, clientId: 'stack', logLevel: logLevel.NOTHING, retry });
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } catch (cause) {
    throw new Error(`Kafka at ${brokers.join(',')}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  } finally {
    await admin.disconnect();
  }
}

function asConfig({ name, retentionMs, compacted, partitions = PARTITIONS }: TopicSpec) {
  const configEntries = [];
  if (compacted) configEntries.push({ name: 'cleanup.policy', value: 'compact' });
  if (retentionMs !== undefined) {
    configEntries.push({ name: 'retention.ms', value: String(retentionMs) });
    configEntries.push({ name: 'segment.ms', value: String(limits.logFileMs) });
  }
  return { topic: name, numPartitions: partitions, configEntries };
}

// kafkajs asks for a timer in the past as long as a connection lives, of which Node warns. KafkaBroker in messaging has
// its own cure, which a tool that messaging's tests use can't import.
const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js');
const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;
RequestQueue.prototype.scheduleCheckPendingRequests = function (this: { pending: unknown[] }) {
  if (this.pending.length > 0) schedule.call(this);
};
