import { randomUUID } from 'node:crypto';
import { type Chromium, findChromium } from './chromium.ts';
import type { Answer } from './coordinator.ts';
import { createDatabase } from './database.ts';

/** Why a server is not to be had; then tests that need it are skipped. With CI=true asking throws instead. */
interface Found {
  readonly missing?: string;
}

/**
 * The Kafka that all tests of a run share: use topics and groups of your own.
 *
 *     const kafka = await realKafka();
 *     describe.skipIf(kafka.missing)('KafkaBroker', () => { … kafka.brokers … });
 */
export async function realKafka(): Promise<Found & { readonly brokers: string[] }> {
  const { address, missing } = await find('kafka', process.env.KAFKA_BROKERS);
  return { brokers: address.split(','), missing };
}

/** The Redis that all tests of a run share: use a key prefix of your own, and never flush it. */
export async function realRedis(): Promise<Found & { readonly url: string }> {
  const { address, missing } = await find('redis', process.env.REDIS_URL);
  return { url: address, missing };
}

/** The Postgres that all tests of a run share: use databases of your own; they go with the server. */
export async function realPostgres(): Promise<Found & { readonly url: string; createDatabase(): Promise<string> }> {
  const { address, missing } = await find('postgres', process.env.DATABASE_URL);
  return {
    url: address,
    missing,
    createDatabase: () => createDatabase(address, `test_${randomUUID().replaceAll('-', '')}`),
  };
}

/** A Chromium for `launch` of playwright-core. */
export async function realChromium(): Promise<Found & Chromium> {
  try {
    return await findChromium();
  } catch (error) {
    const missing = error instanceof Error ? error.message : String(error);
    if (process.env.CI) throw error;
    return { executablePath: '', args: [], missing };
  }
}

async function find(name: string, given: string | undefined): Promise<Found & { address: string }> {
  // A workspace's tests alone: seconds, on what needs no server. The root's tests have all of them.
  if (process.env.REAL_SERVERS === 'none')
    return { address: '', missing: 'Real servers are for `npm test` at the root.' };
  if (given) return { address: given };
  const coordinator = process.env.STACK_URL;
  if (!coordinator) throw new Error('Real servers are there for tests that run with the vitest.config.ts of the root.');

  const response = await fetch(`${coordinator}/${name}`);
  const answer = (await response.json()) as Answer;
  if ('address' in answer) return answer;
  if (process.env.CI) throw new Error(answer.missing);
  return { address: '', missing: answer.missing };
}
