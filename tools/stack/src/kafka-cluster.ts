import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FolderOptions } from './folder.ts';
import { type KafkaServer, startKafka } from './kafka.ts';
import { freePort } from './port.ts';

export interface KafkaCluster extends AsyncDisposable {
  readonly nodes: readonly KafkaServer[];
  /** Where clients find it. */
  readonly brokers: readonly string[];
  stop(): Promise<void>;
}

export interface KafkaClusterOptions extends FolderOptions {
  readonly nodes?: number;
  /** Told the port that a node listens on, gives the one that clients are told: of a proxy before it. */
  readonly advertised?: (port: number) => Promise<number>;
}

/** Several nodes that have a copy of everything each: one may be away, and nothing that was acknowledged is lost. */
export async function startKafkaCluster(options: KafkaClusterOptions = {}): Promise<KafkaCluster> {
  const { nodes = 3, advertised = async (port: number) => port, onDeath } = options;
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'backchannel-kafka-')));
  const places = await Promise.all(Array.from({ length: nodes }, (_, i) => placeOf(i + 1, advertised)));
  const voters = places.map(({ id, controller }) => `${id}@127.0.0.1:${controller}`).join();

  const outcomes = await Promise.allSettled(
    places.map((place) =>
      startKafka({
        port: place.port,
        dir: join(dir, `node-${place.id}`),
        onDeath,
        settings: { 'controller.quorum.voters': voters, ...ofNode(place), ...replicated(nodes) },
      }),
    ),
  );
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const stop = async () => {
    await Promise.all(started.map((node) => node.stop()));
    if (!options.dir) await rm(dir, { recursive: true, force: true });
  };
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') continue;
    await stop();
    throw outcome.reason;
  }
  const brokers = places.map(({ told }) => `127.0.0.1:${told}`);
  return { nodes: started, brokers, stop, [Symbol.asyncDispose]: stop };
}

interface NodePlace {
  readonly id: number;
  readonly port: number;
  /** What clients are told. */
  readonly told: number;
  readonly inside: number;
  readonly controller: number;
}

async function placeOf(id: number, advertised: (port: number) => Promise<number>): Promise<NodePlace> {
  const [port, inside, controller] = [await freePort(), await freePort(), await freePort()];
  return { id, port, told: await advertised(port), inside, controller };
}

/** Nodes speak to each other at an address of their own: what happens to clients does not happen to copies. */
function ofNode({ id, port, told, inside, controller }: NodePlace): Record<string, string> {
  return {
    'node.id': String(id),
    listeners: `PLAINTEXT://127.0.0.1:${port},INSIDE://127.0.0.1:${inside},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${told},INSIDE://127.0.0.1:${inside}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'INSIDE',
  };
}

function replicated(nodes: number): Record<string, string> {
  const copies = String(Math.min(nodes, 3));
  return {
    'default.replication.factor': copies,
    'min.insync.replicas': String(Math.max(1, Math.min(nodes, 3) - 1)),
    'offsets.topic.replication.factor': copies,
    'unclean.leader.election.enable': 'false',
    // A copy that lags is told apart from one that is away within seconds.
    'replica.lag.time.max.ms': '5000',
  };
}
