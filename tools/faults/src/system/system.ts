import type { KafkaCluster, PostgresServer, Proxy, RedisServer, Stack, StackService } from '@backchannel/stack';
import type { Doors } from '../crowd/person.ts';

/** What is broken: processes of this machine, on bases of their own. */
export interface System extends Doors {
  readonly stack: Stack;
  /** Those that must be ready again in the end. */
  readonly services: readonly StackService[];
  stop(): Promise<void>;
}

/** A process per service, with a network of ours before Kafka and Redis. */
export interface Distributed extends System {
  readonly kafka: KafkaCluster;
  readonly redis: RedisServer;
  readonly postgres: PostgresServer;
  /** Where teams look things up, and with which key. */
  readonly control: { readonly url: string; readonly key: string };
  /** Before each node of Kafka, and before Redis. */
  readonly toKafka: readonly Proxy[];
  readonly toRedis: Proxy;
}

/** The same, on a Redis that is a cluster of three. */
export interface Clustered extends System {
  readonly redisNodes: readonly RedisServer[];
}

/** The names of what waits, each with why; empty: all are ready. */
export async function waiting(services: readonly StackService[]): Promise<string[]> {
  const said = await Promise.all(services.map(async ({ name, url }) => ({ name, why: await whyNotReady(url) })));
  return said.flatMap(({ name, why }) => (why === null ? [] : [`${name}: ${why}`]));
}

async function whyNotReady(url: string): Promise<string | null> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5000) });
    return response.ok ? null : ((await response.json()) as { waitsFor: string[] }).waitsFor.join('; ');
  } catch {
    return 'nobody answers';
  }
}
