import { setTimeout as pause } from 'node:timers/promises';
import { makeHook } from './hook.ts';
import { climb } from './ladder.ts';
import { mostOpenFiles } from './measure/processes.ts';
import { measureIdle } from './measure/step.ts';
import type { Options } from './options.ts';
import { mostOf } from './report/ratios.ts';
import { stepLine } from './report/tables.ts';
import type { Results } from './results.ts';
import { type System, systemNamed } from './systems/systems.ts';
import { recoveredAfter } from './verdict.ts';
import { type Visit, visit } from './visit.ts';

/** Who hears how it goes. */
export interface Listener {
  /** A line for who watches. */
  progress(line: string): void;
  /** There is something new in the results. */
  kept(): void;
}

/** Runs what is wanted, part after part, and puts what it finds into the results. */
export async function bench(options: Options, results: Results, listener: Listener): Promise<void> {
  const wants = (part: Options['parts'][number]) => options.parts.includes(part);
  if (wants('ladder')) await ladders(options, results, listener);
  if (wants('half')) await half(options, results, listener);
  if (wants('overload')) await overload(options, results, listener);
  if (wants('idle')) await idle(options, results, listener);
  if (wants('sockets')) await sockets(options, results, listener);
  if (wants('hooks')) await hooks(options, results, listener);
}

/** There and back again; one alone has nobody to change places with. */
const mirrored = <Item>(items: readonly Item[]): readonly Item[] =>
  items.length > 1 ? [...items, ...items.toReversed()] : items;

/** One step, and a line about it. */
async function told(listener: Listener, { title }: System, step: ReturnType<Visit['step']>) {
  const measured = await step;
  listener.progress(stepLine(title, measured));
  return measured;
}

async function ladders(options: Options, results: Results, listener: Listener): Promise<void> {
  for (let round = 1; round <= options.rounds; round += 1) {
    listener.progress(`Round ${round} of ${options.rounds}`);
    for (const system of mirrored(options.systems)) {
      const steps = await visit(system, { scale: options }, ({ step }) =>
        climb(options, (rate) => told(listener, system, step(rate))),
      );
      results.ladders.push({ system: system.name, round, steps });
      listener.kept();
    }
  }
}

/** At half of what the product carries, beside the floor with state. */
async function half(options: Options, results: Results, listener: Listener): Promise<void> {
  const most = mostOf(results, 'starters') ?? Math.max(...options.rates);
  const pair = ['state', 'starters'].map(systemNamed);
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const system of mirrored(pair)) {
      const work = ({ step }: Visit) => told(listener, system, step(Math.max(1, Math.round(most / 2))));
      results.half.push({ system: system.name, round, step: await visit(system, { scale: options }, work) });
      listener.kept();
    }
  }
}

/** Long enough for queues to grow as far as they ever do: a minute in a full run. */
const OVERLOAD_STEPS = 4;

/** Twice what a system carries, then half of it: how long until all is well again. */
async function overload(options: Options, results: Results, listener: Listener): Promise<void> {
  for (const system of ['state', 'starters'].map(systemNamed)) {
    const most = mostOf(results, system.name) ?? Math.max(...options.rates);
    const then = { rate: Math.max(1, Math.round(most / 2)), seconds: options.seconds };
    const seconds = OVERLOAD_STEPS * options.seconds;
    const work = ({ step }: Visit) => told(listener, system, step(2 * most, { lead: 0, seconds, then }));
    const over = await visit(system, { scale: options }, work);
    const recoverySeconds = recoveredAfter(over.then?.seconds ?? []);
    results.overload.push({ system: system.name, most, over, recoverySeconds });
    listener.kept();
  }
}

/** What has just been asked is still being written down: the journal, for instance. */
const SETTLING_MS = 10_000;

async function idle(options: Options, results: Results, listener: Listener): Promise<void> {
  const wait = () => pause(options.seconds * 1000);
  for (const system of ['starters', 'starters-control', 'embedded'].map(systemNamed)) {
    let alone = {};
    const up = async (running: Visit['running']) => {
      await pause(SETTLING_MS);
      alone = await measureIdle(running, wait);
    };
    const withSockets = await visit(system, { scale: { ...options, warmUp: 0 }, up }, async ({ running }) => {
      await pause(SETTLING_MS);
      return measureIdle(running, wait);
    });
    results.idle.push({ system: system.name, alone, withSockets, conversations: options.conversations });
    listener.progress(`${system.title}: idle`);
    listener.kept();
  }
}

/** What is open beside the sockets of pages: stores, the log, connections of the bench. */
const OTHER_FILES = 500;

async function sockets(options: Options, results: Results, listener: Listener): Promise<void> {
  const system = systemNamed('starters');
  const count = Math.min(options.sockets, (mostOpenFiles() ?? options.sockets + OTHER_FILES) - OTHER_FILES);
  if (count < options.sockets) {
    listener.progress(
      `This machine lets a process have ${count + OTHER_FILES} files open (ulimit -n): ${count} sockets.`,
    );
  }
  let before = {};
  const up = async (running: Visit['running']) => {
    before = await measureIdle(running, () => pause(5000));
  };
  const scale = { ...options, warmUp: 0, conversations: count };
  const result = await visit(system, { scale, up }, async ({ running, openSeconds }) => {
    await pause(SETTLING_MS);
    return { openSeconds, after: await measureIdle(running, () => pause(options.seconds * 1000)) };
  });
  const chatOf = (costs: Readonly<Record<string, Results['sockets'][number]['before']>>) => {
    const cost = costs['chat'];
    if (!cost) throw new Error('there are no figures of chat: is there a /proc?');
    return cost;
  };
  const { openSeconds, after } = result;
  const figures = { before: chatOf(before), after: chatOf(after), openSeconds };
  results.sockets.push({ system: system.name, sockets: count, wanted: options.sockets, ...figures });
  listener.progress(`${system.title}: ${count} sockets`);
  listener.kept();
}

/** The other door, at one rate. */
async function hooks(options: Options, results: Results, listener: Listener): Promise<void> {
  const system = systemNamed('starters-control');
  const up = async (running: Visit['running']) => ({ door: await makeHook(running) });
  const rate = Math.min(1000, Math.max(...options.rates));
  const step = await visit(system, { scale: options, up }, ({ step }) => told(listener, system, step(rate)));
  results.hooks.push({ system: system.name, step });
  listener.kept();
}
