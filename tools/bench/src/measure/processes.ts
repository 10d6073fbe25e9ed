import { readdirSync, readFileSync } from 'node:fs';

/** What a process has used so far, its children included, also those that have ended. */
export interface Usage {
  /** Processor time in microseconds. */
  readonly cpuUs: number;
  readonly memoryBytes: number;
}

/** `/proc` counts in hundredths of a second, on every Linux that Node runs on. */
const TICK_US = 10_000;
const PAGE = 4096;

/** Null where there is no `/proc`, or no such process any more. */
export function usageOf(pid: number): Usage | null {
  const all = [pid, ...childrenOf(pid)].map(statOf);
  if (!all[0]) return null;
  const there = all.filter((one) => one !== null);
  return {
    cpuUs: there.reduce((sum, { ticks }) => sum + ticks, 0) * TICK_US,
    memoryBytes: there.reduce((sum, { pages }) => sum + pages, 0) * PAGE,
  };
}

interface Stat {
  readonly parent: number;
  readonly ticks: number;
  readonly pages: number;
}

/** A line of `/proc/<pid>/stat`. The name, which is in parentheses, may hold anything. */
export function parseStat(line: string): Stat {
  const fields = line
    .slice(line.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0, pages = 0] = [fields[1], fields[21]];
  // Its own, and of children that have ended.
  const ticks = fields.slice(11, 15).reduce((sum, some) => sum + some, 0);
  return { parent, ticks, pages };
}

function statOf(pid: number): Stat | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return null;
  }
}

function childrenOf(pid: number): number[] {
  try {
    const pids = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
    return pids.filter((other) => statOf(other)?.parent === pid);
  } catch {
    return [];
  }
}

/** How many files and sockets a process of this user may have open. */
export function mostOpenFiles(): number | null {
  try {
    const [, soft] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? null : Number(soft);
  } catch {
    return null;
  }
}
