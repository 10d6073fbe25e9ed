import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort, type PortRange, reserve } from './port.ts';
import { type RedisServer, settings, startRedis } from './redis.ts';

export interface RedisCluster extends AsyncDisposable {
  readonly nodes: readonly RedisServer[];
  /** Of one of them, which names the others. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface RedisClusterOptions {
  readonly nodes?: number;
  /** A folder for each, by its place; without it their data lives as long as they do. */
  readonly dir?: (place: number) => string;
}

const SLOTS = 16_384;
const PATIENCE = 30_000;
/** Nodes speak to each other at a port so much higher. */
const BUS = 10_000;
const WITH_BUS: PortRange = { from: 20_000, to: 22_000 };
const CLUSTER = ['--cluster-enabled', 'yes', '--cluster-config-file', 'nodes.conf', '--cluster-node-timeout', '2000'];
// Whose slots are there is answered, whoever else is away.
const PARTIAL = ['--cluster-require-full-coverage', 'no'];

/** Several servers that share the keys. Nobody has a copy: what one has is away while it is away. */
export async function startRedisCluster({ nodes = 3, dir }: RedisClusterOptions = {}): Promise<RedisCluster> {
  const started: RedisServer[] = [];
  const stop = async () => {
    await Promise.all(started.map((node) => node.close()));
  };
  try {
    for (let place = 0; place < nodes; place += 1) {
      const own = { port: await portWithBus(), settings: [...settings, ...CLUSTER, ...PARTIAL] };
      started.push(await startRedis(dir ? { ...own, dir: dir(place) } : own));
    }
    await join(started.map(({ url }) => url));
  } catch (error) {
    await stop();
    throw error;
  }
  return { nodes: started, url: `${started[0]?.url}?cluster`, stop, [Symbol.asyncDispose]: stop };
}

async function portWithBus(): Promise<number> {
  for (;;) {
    const port = await freePort(WITH_BUS);
    if (await reserve(port + BUS)) return port;
  }
}

async function join(urls: readonly string[]): Promise<void> {
  const clients = urls.map((url) => new Redis(url, { protocol: 2 }));
  try {
    await Promise.all(
      clients.map(async (client, place) => {
        const from = Math.ceil((SLOTS * place) / urls.length);
        const to = Math.ceil((SLOTS * (place + 1)) / urls.length);
        await client.call('CLUSTER', 'SET-CONFIG-EPOCH', place + 1);
        await client.call('CLUSTER', 'ADDSLOTS', ...Array.from({ length: to - from }, (_, i) => from + i));
      }),
    );
    // Whoever has met another takes no number any more.
    const [, ...others] = urls.map((url) => new URL(url));
    for (const { hostname, port } of others) await clients[0]?.call('CLUSTER', 'MEET', hostname, port);
    await untilJoined(clients, urls.length);
  } finally {
    for (const client of clients) client.disconnect();
  }
}

async function untilJoined(clients: readonly Redis[], nodes: number): Promise<void> {
  for (const late = Date.now() + PATIENCE; ; await pause(50)) {
    const all = await Promise.all(clients.map((client) => client.call('CLUSTER', 'INFO') as Promise<string>));
    const know = (info: string) =>
      info.includes('cluster_state:ok') &&
      info.includes(`cluster_size:${nodes}`) &&
      info.includes(`cluster_slots_ok:${SLOTS}`);
    if (all.every(know)) return;
    if (Date.now() > late) throw new Error(`Redis does not become a cluster:\n${all[0]}`);
  }
}
