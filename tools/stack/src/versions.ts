import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { kafkaVersion } from './kafka.ts';
import { findPostgres } from './postgres-programs.ts';
import { findRedis } from './redis.ts';

/** Of the servers as they are started here. */
export async function serverVersions(): Promise<Readonly<Record<string, string>>> {
  const versionOf = async (program: string) => {
    const { stdout } = await promisify(execFile)(program, ['--version']);
    return /\d+(\.\d+)+/.exec(stdout)?.[0] ?? 'unknown';
  };
  const { postgres } = await findPostgres();
  return { Kafka: kafkaVersion, Redis: await versionOf(await findRedis()), Postgres: await versionOf(postgres) };
}
