import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  openProxy,
  type Proxy,
  readCompose,
  runStack,
  startKafkaCluster,
  startPostgres,
  startRedis,
  startRedisCluster,
} from '@backchannel/stack';
import { composed } from './compose.ts';
import { botFiles, emptyFolder, root } from './place.ts';
import type { Clustered, Distributed } from './system.ts';

const services = ['ingest', 'session', 'dialog', 'chat', 'control'];

/** Three nodes of Kafka, a Redis, a Postgres, and one process of each service. */
export async function openDistributed(): Promise<Distributed> {
  const dir = await emptyFolder('distributed');
  const redis = await startRedis({ dir: join(dir, 'redis') });
  const toRedis = await openProxy(Number(new URL(redis.url).port));
  const stop = () => Promise.all([redis.stop(), toRedis.close()]);
  return { ...(await openOn(dir, { url: `redis://127.0.0.1:${toRedis.port}`, stop })), redis, toRedis };
}

/** The same, on a Redis of three nodes: without a network of ours, which they would not tell their clients of. */
export async function openClustered(): Promise<Clustered> {
  const dir = await emptyFolder('clustered');
  const redis = await startRedisCluster({ dir: (place) => join(dir, `redis-${place}`) });
  return { ...(await openOn(dir, redis)), redisNodes: redis.nodes };
}

async function openOn(dir: string, redis: { readonly url: string; stop(): Promise<unknown> }) {
  const toKafka: Proxy[] = [];
  const advertised = async (port: number) => {
    const proxy = await openProxy(port);
    toKafka.push(proxy);
    return proxy.port;
  };
  const [kafka, postgres] = await Promise.all([
    startKafkaCluster({ dir: join(dir, 'kafka'), advertised }),
    startPostgres({ dir: join(dir, 'postgres') }),
  ]);
  const stopBases = async () => {
    await Promise.all([kafka.stop(), redis.stop(), postgres.stop()]);
    await Promise.all(toKafka.map((proxy) => proxy.close()));
  };
  try {
    const { stack, control } = await startServices(dir, {
      brokers: kafka.brokers,
      redisUrl: redis.url,
      databaseUrl: postgres.url,
    });
    return {
      stack,
      services: services.map((name) => stack.service(name)),
      chat: onLoopback(stack.service('chat').url),
      ingest: onLoopback(stack.service('ingest').url),
      kafka,
      postgres,
      control,
      toKafka,
      async stop() {
        await stack.stop();
        await stopBases();
      },
    };
  } catch (error) {
    await stopBases();
    throw error;
  }
}

async function startServices(dir: string, bases: Parameters<typeof composed>[1]) {
  const all = readCompose(await readFile(join(root, 'docker-compose.yml'), 'utf8'), {});
  const file = join(dir, 'compose.json');
  await writeFile(file, JSON.stringify(composed(all, bases), null, 1));
  const stack = await runStack({ file, dir, ports: 'free', variables: {} });
  const control = {
    url: onLoopback(stack.service('control').url),
    key: all.find(({ name }) => name === 'control')?.environment['ADMIN_KEYS'] ?? '',
  };
  await promisify(execFile)(process.execPath, ['tools/bot/src/main.ts', 'publish', botFiles], {
    cwd: root,
    env: { ...process.env, CONTROL_URL: control.url, CONTROL_KEY: control.key },
  });
  return { stack, control };
}

/** Looking up a name costs a thread each time. */
export const onLoopback = (url: string): string => url.replace('//localhost:', '//127.0.0.1:');
