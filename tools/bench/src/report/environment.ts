import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';

/** Where and with what a run was made. */
export interface Environment {
  readonly at: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly commit: string;
}

export function environmentNow(): Environment {
  const [first] = cpus();
  return {
    at: new Date().toISOString().slice(0, 16),
    cpu: first?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    versions: { Node: process.version, ...packages(['kafkajs', 'ioredis', 'ws', 'fastify']) },
    commit: commit(),
  };
}

function packages(names: readonly string[]): Record<string, string> {
  const versionOf = (name: string) => {
    const file = new URL(`../../../../node_modules/${name}/package.json`, import.meta.url);
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  };
  return Object.fromEntries(names.map((name) => [name, versionOf(name)]));
}

/** Of the source; unknown outside of git. */
function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'unknown';
  }
}
