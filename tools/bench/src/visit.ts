import type { Arrivals } from './load/arrivals.ts';
import type { Wanted } from './load/generator.ts';
import { type Load, startLoad } from './load/load.ts';
import { measureStep, type Step } from './measure/step.ts';
import { type Running, type StartOptions, startSystem } from './systems/running.ts';
import type { System } from './systems/systems.ts';
import { broken } from './verdict.ts';

/** How long things take, and how much of them there is. */
export interface Scale {
  readonly conversations: number;
  /** Before the first step, at a rate that does not count. */
  readonly warmUp: number;
  readonly warmUpRate: number;
  /** The beginning of each step, which does not count, and what counts. */
  readonly lead: number;
  readonly seconds: number;
  readonly drainMs: number;
  readonly arrivals: Arrivals;
  /** Whether pages acknowledge what they show. */
  readonly acknowledges: boolean;
}

/** A system that is up, its conversations open, and warm. */
export interface Visit {
  readonly running: Running;
  readonly load: Load;
  /** How long its sockets took to open. */
  readonly openSeconds: number;
  readonly step: (rate: number, wanted?: Partial<Wanted>) => Promise<Step>;
}

export interface Visiting {
  readonly scale: Scale;
  readonly start?: Pick<StartOptions, 'nodeOptions' | 'variables'>;
  /** Asked once the system is up, before conversations are opened. */
  readonly up?: (running: Running) => Promise<Partial<Wanted> | void>;
}

/** Starts a system, does something with it, and stops it. What was promised and not kept ends the run, loudly. */
export async function visit<Result>(
  system: System,
  { scale, start = {}, up }: Visiting,
  work: (visit: Visit) => Promise<Result>,
): Promise<Result> {
  const deaths: string[] = [];
  const running = await startSystem(system, { ...start, onDeath: (sentence) => deaths.push(sentence) });
  const load = startLoad();
  try {
    const always = (await up?.(running)) ?? {};
    const { conversations, acknowledges } = scale;
    const { doorUrl, chatUrl } = running;
    const openSeconds = await load.open({ doorUrl, chatUrl, botId: 'bench', conversations, acknowledges });
    const step = async (rate: number, wanted: Partial<Wanted> = {}) => {
      // What a step before has left behind is not to count in this one.
      await running.rested();
      const measured = await measureStep(load, running, { ...defaults(scale), ...always, ...wanted, rate });
      refuse(system, { ...measured, deaths, lostSockets: load.lostSockets });
      return measured;
    };
    if (scale.warmUp > 0) await step(scale.warmUpRate, { lead: 0, seconds: scale.warmUp });
    return await work({ running, load, openSeconds, step });
  } finally {
    await load.close();
    await running.stop();
  }
}

function defaults({ lead, seconds, drainMs, arrivals }: Scale) {
  return { lead, seconds, drainMs, arrivals, door: { kind: 'webview' } } as const;
}

interface Outcome extends Pick<Step, 'violations' | 'rate'> {
  readonly deaths: readonly string[];
  readonly lostSockets: number;
}

function refuse({ title }: System, { violations, rate, deaths, lostSockets }: Outcome): void {
  const all = [...broken(violations), ...deaths, ...(lostSockets > 0 ? [`${lostSockets} sockets closed by it`] : [])];
  if (all.length > 0) throw new Broken(`${title} at ${rate}/s breaks what is promised: ${all.join(', ')}.`);
}

/** A promise was not kept: no figure of such a run is worth anything. */
class Broken extends Error {}
