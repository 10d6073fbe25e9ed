import type { Measured, Wanted } from '../load/generator.ts';
import type { Load } from '../load/load.ts';
import type { Running } from '../systems/running.ts';
import { between, type Counts, countsOf } from './counts.ts';
import { type Usage, usageOf } from './processes.ts';

/** A step of a run: so many posts a second, and what they have cost. */
export interface Step extends Measured {
  readonly rate: number;
  readonly arrivals: string;
  /** Of each process in the time that counts: processor time for a post in microseconds, and memory at its end. */
  readonly processes: Readonly<Record<string, Cost>>;
  /** What each service has asked of Kafka and Redis for a post. */
  readonly asked: Readonly<Record<string, Counts>>;
}

export interface Cost {
  readonly cpuUs: number;
  readonly cores: number;
  readonly memoryBytes: number;
}

interface Look {
  readonly at: number;
  readonly usage: Readonly<Record<string, Usage | null>>;
  readonly counts: Promise<Readonly<Record<string, Counts>>>;
}

export async function measureStep(load: Load, running: Running, wanted: Wanted): Promise<Step> {
  let first: Look | undefined;
  let second: Look | undefined;
  const measured = await load.run(wanted, {
    began: () => {
      first = look(load, running);
    },
    ended: () => {
      second = look(load, running);
    },
  });
  if (!first || !second) throw new Error('the generator has not told when the time that counts began and ended');
  const [before, after] = [await first.counts, await second.counts];
  const each = (counts: Counts) =>
    Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / Math.max(1, measured.sent)]));
  return {
    ...measured,
    rate: wanted.rate,
    arrivals: wanted.arrivals,
    processes: costs(first, second, measured.sent),
    asked: Object.fromEntries(
      running.services.map((name) => [name, each(between(before[name] ?? {}, after[name] ?? {}))]),
    ),
  };
}

function look(load: Load, { pids, services, censusDir }: Running): Look {
  const all = { ...pids, generator: load.pid };
  const counts = Promise.all(
    services.map(async (name) => [name, await countsOf(pids[name] as number, censusDir)] as const),
  ).then(Object.fromEntries);
  // Who waits for it comes later, and hears of it then.
  counts.catch(() => {});
  return {
    at: performance.now(),
    usage: Object.fromEntries(Object.entries(all).map(([name, pid]) => [name, usageOf(pid)])),
    counts,
  };
}

function costs(first: Look, second: Look, posts: number): Record<string, Cost> {
  const elapsedUs = (second.at - first.at) * 1000;
  return Object.fromEntries(
    Object.entries(second.usage).flatMap(([name, now]) => {
      const before = first.usage[name];
      if (!now || !before) return [];
      const used = now.cpuUs - before.cpuUs;
      const cost = { cpuUs: used / Math.max(1, posts), cores: used / elapsedUs, memoryBytes: now.memoryBytes };
      return [[name, cost] as const];
    }),
  );
}

/** What each process uses while nothing is asked of it, in cores. */
export async function measureIdle(running: Running, wait: () => Promise<void>): Promise<Record<string, Cost>> {
  const idle = (): Look => ({
    at: performance.now(),
    usage: Object.fromEntries(Object.entries(running.pids).map(([name, pid]) => [name, usageOf(pid)])),
    counts: Promise.resolve({}),
  });
  const first = idle();
  await wait();
  return costs(first, idle(), 0);
}
