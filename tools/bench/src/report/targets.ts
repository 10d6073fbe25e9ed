import type { Step } from '../measure/step.ts';
import type { HalfResult, Results } from '../results.ts';
import { workers } from '../systems/composed.ts';
import { voidReason } from '../verdict.ts';
import { ratioOf, throughputRatio } from './ratios.ts';
import { table } from './table.ts';
import type { Section } from './tables.ts';

interface Target {
  readonly what: string;
  readonly goal: string;
  readonly found: (results: Results) => Found | undefined;
}
interface Found {
  readonly value: number;
  readonly met: boolean;
  /** Of the value, for who reads it. */
  readonly digits?: number;
  readonly unit?: string;
}

const least = (value: number | undefined, goal: number): Found | undefined =>
  value === undefined ? undefined : { value, met: value >= goal };
const most = (value: number | undefined, goal: number, more: Partial<Found> = {}): Found | undefined =>
  value === undefined ? undefined : { value, met: value <= goal, ...more };

const carried = (one: string, other: string, goal: number): Pick<Target, 'goal' | 'found'> => ({
  goal: `≥ ${goal.toFixed(2)}`,
  found: (results) => least(throughputRatio(results, one, other)?.median, goal),
});

const slower = (figure: (step: Step) => number, goal: number): Pick<Target, 'goal' | 'found'> => ({
  goal: `≤ ${goal.toFixed(2)}`,
  found: ({ half }) => {
    const good = half.filter(({ step }) => voidReason(step) === undefined);
    const compared = { one: 'starters', other: 'state', figure: ({ step }: HalfResult) => figure(step) };
    return most(ratioOf(good, compared)?.median, goal);
  },
});

const askedAt4000 = (what: string, goal: number): Pick<Target, 'goal' | 'found'> => ({
  goal: `≤ ${goal}`,
  found: ({ ladders }) => {
    const steps = ladders
      .filter(({ system }) => system === 'starters')
      .flatMap(({ steps }) => steps.filter(({ rate }) => rate === 4000));
    const hops = steps.flatMap(({ asked }) => Object.values(asked).map((counts) => counts[what] ?? 0));
    return most(hops.length === 0 ? undefined : Math.max(...hops), goal, { digits: 3 });
  },
});

const idleOn = (name: string): Pick<Target, 'goal' | 'found'> => ({
  goal: '≤ 1 %',
  found: ({ idle }) => {
    const [one] = idle.filter(({ system }) => system === name);
    const services = workers.map((worker) => (one?.alone[worker]?.cores ?? 0) * 100);
    return most(one && Math.max(...services), 1, { unit: ' %' });
  },
});

/** Of issue and design: goals, and what misses one is told as it is. */
const targets: readonly Target[] = [
  { what: 'starters: carried, × the floor with state', ...carried('starters', 'state', 0.8) },
  { what: 'the same, control on', ...carried('starters-control', 'state', 0.8) },
  // Every script has a context of its own, so the goal for a fresh context (0.50) is met with that for a reused one.
  { what: 'a script per message: carried, × the floor with state', ...carried('script', 'state', 0.7) },
  { what: 'the same, control on', ...carried('script-control', 'state', 0.7) },
  { what: 'starters: carried, × naive', ...carried('starters', 'naive', 2.5) },
  { what: 'starters: p50 at half load, × the floor with state', ...slower(({ latency }) => latency.p50, 1.25) },
  { what: 'starters: p99 at half load, × the floor with state', ...slower(({ latency }) => latency.p99, 1.5) },
  { what: 'the busiest service while nothing is asked, of a core', ...idleOn('starters') },
  { what: 'the same, control on', ...idleOn('starters-control') },
  { what: 'produce requests for a post at 4,000/s, of the service with most', ...askedAt4000('Produce', 0.05) },
  { what: 'commands to Redis for a post at 4,000/s, of the service with most', ...askedAt4000('Redis', 0.05) },
  { what: 'commits for a post at 4,000/s, of the service with most', ...askedAt4000('OffsetCommit', 0.01) },
];

export function targetsSection(results: Results): Section {
  const rows = targets.map(({ what, goal, found }) => {
    const result = found(results);
    if (!result) return [what, goal, '–', 'not measured'];
    const { value, met, digits = 2, unit = '' } = result;
    return [what, goal, `${value.toFixed(digits)}${unit}`, met ? 'met' : 'missed'];
  });
  return { title: 'Goals', text: table(['', 'goal', 'found', ''], rows) };
}
