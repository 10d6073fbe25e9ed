import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/** What a service has asked so far: requests to Kafka by their names, commands to Redis. */
export type Counts = Readonly<Record<string, number>>;

/** What Node is started with so that it counts. */
export const preload = `--import=${pathToFileURL(join(import.meta.dirname, 'census.ts')).href}`;

const PATIENCE = 10_000;

/** Asks a process that was started with `preload`; it writes into `folder`, its `BENCH_CENSUS`. */
export async function countsOf(pid: number, folder: string): Promise<Counts> {
  const file = join(folder, `${pid}.json`);
  rmSync(file, { force: true });
  process.kill(pid, 'SIGUSR2');
  for (const late = Date.now() + PATIENCE; Date.now() < late; await pause(2)) {
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  }
  throw new Error(`the process ${pid} does not tell what it has counted`);
}

/** What was added between two looks. */
export function between(before: Counts, after: Counts): Counts {
  return Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]));
}
