import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brokerAnswers, createTopics, type TopicSpec } from './admin.ts';
import { cached } from './cache.ts';
import { type FolderOptions, type FolderServer, startInFolder } from './folder.ts';
import { copyFromMaven } from './maven.ts';
import { findProgram } from './path.ts';
import { freePort, listens } from './port.ts';

export const kafkaVersion = '4.1.1';
const JAVA_OPTIONS = [
  '-Xmx512m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS',
];

export interface KafkaServer extends FolderServer {
  readonly brokers: string[];
}

export interface KafkaOptions extends FolderOptions {
  readonly port?: number | undefined;
  readonly topics?: readonly TopicSpec[];
  /** More lines for server.properties, or other values for ours. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A Kafka of one's own: one node, broker and controller. `startKafkaCluster` has several. */
export async function startKafka(options: KafkaOptions = {}): Promise<KafkaServer> {
  const { java, lib } = await findKafka();
  const port = options.port ?? (await freePort());
  const brokers = [`127.0.0.1:${port}`];

  const server = await startInFolder('Kafka', options, async (folder) => {
    const file = join(folder, 'server.properties');
    const logs = join(folder, 'log');
    const settings = { ...defaults(port, await freePort(), logs), ...options.settings };
    if (!existsSync(logs)) {
      await cp(await formattedLogs(java, lib), logs, { recursive: true });
      await name(logs, settings['node.id'] ?? '');
    }
    await writeFile(file, properties(settings));
    return {
      command: java,
      args: [...JAVA_OPTIONS, '-cp', join(lib, '*'), 'kafka.Kafka', file],
      ready: async () => (await listens(port)) && (await brokerAnswers(brokers)),
    };
  });
  if (options.topics) await createTopics({ brokers }, options.topics);
  return Object.assign(server, { brokers });
}

/** Java and the folder of Kafka's jars. */
async function findKafka(): Promise<{ java: string; lib: string }> {
  const java = findProgram('java');
  try {
    if (!java) throw new Error("Kafka can't run: Java 17 or newer is not on the PATH");
    const lib = await cached(`kafka-${kafkaVersion}`, (folder) =>
      copyFromMaven('Kafka', folder, '-DincludeScope=runtime'),
    );
    return { java, lib };
  } catch (cause) {
    const way = 'install Java and Maven, or set KAFKA_BROKERS after `docker compose up -d kafka`';
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}; ${way}.`, { cause });
  }
}

/** What the storage tool writes is the same for every node that we start, and takes it two seconds. */
function formattedLogs(java: string, lib: string): Promise<string> {
  return cached(`kafka-${kafkaVersion}-formatted`, async (folder) => {
    const file = join(folder, 'server.properties');
    const logs = join(folder, 'log');
    await writeFile(file, properties(defaults(9092, 9093, logs)));
    const format = ['kafka.tools.StorageTool', 'format', '-t', 'QmFja2NoYW5uZWwtMDAwMQ', '-c', file];
    await promisify(execFile)(java, ['-cp', join(lib, '*'), ...format]);
  }).then((folder) => join(folder, 'log'));
}

/** Nodes of one cluster differ in what the storage tool calls them. */
async function name(logs: string, node: string): Promise<void> {
  const file = join(logs, 'meta.properties');
  const renamed = (await readFile(file, 'utf8'))
    .replace(/^node\.id=.*$/m, `node.id=${node}`)
    .replace(/^directory\.id=.*$/m, `directory.id=${randomBytes(16).toString('base64url')}`);
  await writeFile(file, renamed);
}

function defaults(port: number, controllerPort: number, logs: string): Record<string, string> {
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': logs,
    'auto.create.topics.enable': 'false',
    'offsets.topic.replication.factor': '1',
    // With the usual 50 the first consumer waits for them to be created.
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    'broker.session.timeout.ms': '3000',
  };
}

function properties(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
