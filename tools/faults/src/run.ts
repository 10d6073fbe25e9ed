import { setTimeout as sleep } from 'node:timers/promises';
import { limits } from '@backchannel/contracts';
import { Crowd } from './crowd/crowd.ts';
import { Load } from './crowd/load.ts';
import { type Figures, figuresOf, type Moments } from './figures.ts';
import type { Options } from './options.ts';
import type { Scenario, Stage } from './scenarios/scenario.ts';
import { botId } from './system/place.ts';
import { type System, waiting } from './system/system.ts';
import { type Violations, verdictOf } from './verdict.ts';

/** What one round of a scenario has shown. */
export interface Row extends Figures, Violations {
  readonly scenario: string;
  readonly round: number;
  readonly at: string;
  /** Lines that left a gap on a socket, for a moment or for good. */
  readonly gaps: number;
  /** Lines that came to a socket once more under their number, which its page leaves out. */
  readonly wireAgain: number;
  /** Sockets that were lost, and transcripts that began anew. */
  readonly socketsLost: number;
  readonly begunAnew: number;
  readonly notes: readonly string[];
  /** What must not be so, in sentences; with what was lost, doubled or out of order. */
  readonly failures: readonly string[];
}

/** After so long it is said that there was no recovery. */
const RECOVERY_MS = 60_000;
/** So long what is on its way may take after the last has been said, and services until they are ready. */
const PATIENCE_MS = 120_000;
/** What comes once too often comes after what was awaited. */
const SETTLE_MS = 1_500;
/** A transcript that begins anew comes in pages, and chat looks now and then for what it has not shown. */
const CATCH_UP_MS = 2 * limits.headsMs;

/** People who stay from one scenario to the next, as they do in a system that is broken more than once. */
export class Ordeal {
  readonly #system: System;
  readonly #options: Options;
  #crowd: Crowd | undefined;

  constructor(system: System, options: Options) {
    this.#system = system;
    this.#options = options;
  }

  async run(scenario: Scenario, round: number): Promise<Row> {
    const { conversations, rate, beforeMs, afterMs } = this.#options;
    const crowd = (this.#crowd ??= await Crowd.gather(this.#system, botId, conversations));
    const load = new Load(crowd, rate);
    const before = countsOf(crowd);
    const notes: string[] = [];
    const failures: string[] = [];
    const looks: (() => Promise<string | undefined>)[] = [];
    let goneAt: number | undefined;

    load.start();
    await sleep(beforeMs);
    const faultAt = performance.now();
    const stage: Stage<System> = {
      system: this.#system,
      crowd,
      load,
      round,
      gone: () => void (goneAt = performance.now()),
      note: (sentence) => void notes.push(sentence),
      fail: (sentence) => void failures.push(sentence),
      later: (look) => void looks.push(look),
    };
    // The system is of the kind that the scenario is for: whoever opens it sees to that.
    await scenario.run(stage as never).catch((error: Error) => void failures.push(error.message));
    goneAt ??= performance.now();
    await recovered(load, { faultAt, goneAt }, afterMs);
    load.pause();
    const endAt = performance.now();
    failures.push(...(await raised(this.#system)));
    for (const look of [() => settled(load, this.#system), ...looks]) {
      const why = await look().catch((error: Error) => error.message);
      if (why) failures.push(why);
    }
    load.close();

    const { utterances } = load;
    const violations = await judged(crowd);
    const figures = figuresOf(utterances, { faultAt, goneAt, endAt, excused: load.excused });
    const counts = difference(before, countsOf(crowd));
    const wrong = { ...violations, gaps: counts.gaps, 'refused for good': figures.refused };
    if (figures.recoveryMs === null) failures.push(`not everybody was answered in time ${RECOVERY_MS / 1000} s later`);
    const row: Row = {
      scenario: scenario.name,
      round,
      at: new Date().toISOString(),
      ...figures,
      ...violations,
      ...counts,
      notes,
      failures: [...failures, ...sentencesOf(wrong)],
    };
    // Who has lost something would have lost it in the next one as well.
    if (row.failures.length > 0) this.leave();
    return row;
  }

  leave(): void {
    this.#crowd?.disperse();
    this.#crowd = undefined;
  }
}

/** Who has ended without being asked is told of, and started again. */
async function raised({ services }: System): Promise<string[]> {
  const ended = services.filter((service) => !service.running());
  await Promise.all(ended.map((service) => service.start()));
  return ended.map(({ name }) => `${name} has ended by itself`);
}

/** Until everybody is answered in time again, and the load has gone on for a while. */
async function recovered(load: Load, since: Omit<Moments, 'endAt'>, afterMs: number): Promise<void> {
  for (const began = performance.now(); ; await sleep(500)) {
    const now = performance.now();
    const isBack =
      figuresOf(load.utterances, { ...since, endAt: now - 1_000, excused: load.excused }).recoveryMs !== null;
    if (now - began >= (isBack ? afterMs : RECOVERY_MS)) return;
  }
}

/** Until all is shown and all are ready; else why not. */
async function settled(load: Load, { services }: System): Promise<string | undefined> {
  const late = performance.now() + PATIENCE_MS;
  let why: string | undefined;
  do {
    await sleep(100);
    const waits = load.isDone ? await waiting(services) : [];
    why = load.isDone ? waits.join('; ') || undefined : 'what was said has not been answered in two minutes';
  } while (why && performance.now() < late);
  await sleep(SETTLE_MS);
  return why;
}

/** Of the screens when nothing is missing on them, or nobody is to wait any longer. */
async function judged({ said, people }: Crowd): Promise<Violations> {
  for (const late = performance.now() + CATCH_UP_MS; ; await sleep(500)) {
    const violations = verdictOf({ said, screens: people.map(({ tab }) => tab.screen) });
    if (violations.lost === 0 || performance.now() > late) return violations;
  }
}

function countsOf({ people }: Crowd) {
  const sum = (count: (tab: Crowd['people'][number]['tab']) => number) =>
    people.reduce((all, { tab }) => all + count(tab), 0);
  return {
    gaps: sum(({ gaps }) => gaps),
    wireAgain: sum(({ again }) => again),
    socketsLost: sum(({ lost }) => lost),
    begunAnew: sum(({ anew }) => anew),
  };
}

type Counts = ReturnType<typeof countsOf>;

function difference(before: Counts, after: Counts): Counts {
  const names = Object.keys(after) as (keyof Counts)[];
  return Object.fromEntries(names.map((name) => [name, after[name] - before[name]])) as Counts;
}

function sentencesOf(wrong: Readonly<Record<string, number>>): string[] {
  return Object.entries(wrong).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []));
}
