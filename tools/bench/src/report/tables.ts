import type { Step } from '../measure/step.ts';
import type { Results } from '../results.ts';
import { systems } from '../systems/systems.ts';
import { carries, isBehind, voidReason } from '../verdict.ts';
import { carriedBy, type Range, rangeOf, throughputRatio } from './ratios.ts';
import { table } from './table.ts';

/** A part of the report. */
export interface Section {
  readonly title: string;
  readonly text: string;
}

export function sections(results: Results): Section[] {
  const all = [throughput, latency, cost, asked, halfLoad, overload, idle, sockets, hooks];
  return all.flatMap((section) => section(results) ?? []);
}

/** Of the systems that were measured, in their order. */
function measured({ ladders }: Results) {
  return systems.filter(({ name }) => ladders.some((one) => one.system === name));
}

function throughput(results: Results): Section | undefined {
  if (results.ladders.length === 0) return undefined;
  const rows = measured(results).map(({ name, title }) => [
    title,
    ranged(carriedBy(results, name), (rate) => rate.toFixed(0), 'void'),
    ranged(throughputRatio(results, name, 'naive'), times),
    ranged(throughputRatio(results, name, 'state'), times),
  ]);
  const head = ['posts/s with p99 ≤ 250 ms', 'median (from – to)', '× naive', '× floor with state'];
  return { title: 'What is carried', text: table(head, rows) };
}

function latency(results: Results): Section | undefined {
  const there = measured(results);
  if (there.length === 0) return undefined;
  const rows = ratesOf(results).map((rate) => [
    `${rate}/s`,
    ...there.map(({ name }) => spread(stepsOf(results, name, rate))),
  ]);
  return {
    title: 'From the time a post was due to its reply on the socket, p50 / p99 in ms',
    text: table(['', ...there.map(({ name }) => name)], rows),
  };
}

/** Medians over the visits; a figure whose generator was late is void. */
function spread(steps: readonly Step[]): string {
  if (steps.length === 0) return '–';
  const good = steps.filter((step) => voidReason(step) === undefined);
  if (good.length === 0) return 'void';
  const [p50, p99] = [rangeOf(good.map(({ latency }) => latency.p50)), rangeOf(good.map(({ latency }) => latency.p99))];
  return `${ms(p50?.median)} / ${ms(p99?.median)}${good.some(isBehind) ? ' behind' : ''}`;
}

const MOST_COST_RATE = 4000;

/** The rate at which costs are compared: of those that starters have carried the one that most systems have, the highest of such. */
function costRate(results: Results): number {
  const all = ratesOf(results);
  const rates = all.filter((rate) => rate <= MOST_COST_RATE);
  const carried = rates.filter((rate) => stepsOf(results, 'starters', rate).some(carries));
  const countAt = (rate: number) =>
    measured(results).filter(({ name }) => stepsOf(results, name, rate).length > 0).length;
  const [best] = (carried.length > 0 ? carried : rates).toSorted((a, b) => countAt(b) - countAt(a) || b - a);
  return best ?? Math.max(...all);
}

function cost(results: Results): Section | undefined {
  const rate = costRate(results);
  const rows = measured(results).flatMap(({ name, title }) => {
    const steps = stepsOf(results, name, rate);
    if (steps.length === 0) return [];
    const of = (...processes: string[]) => {
      const found = steps.map(({ processes: all }) =>
        processes.map((one) => all[one]?.cpuUs).find((us) => us !== undefined),
      );
      return (rangeOf(found.filter((us) => us !== undefined))?.median ?? Number.NaN).toFixed(0).replace('NaN', '–');
    };
    const services = [of('ingest', 'door', 'standalone'), of('session'), of('dialog'), of('chat'), of('control')];
    return [[title, ...services, of('kafka'), of('redis'), of('postgres'), of('generator')]];
  });
  if (rows.length === 0) return undefined;
  const head = ['', 'door', 'session', 'dialog', 'chat', 'control', 'Kafka', 'Redis', 'Postgres', 'generator'];
  return { title: `Processor time for a post at ${rate}/s, in µs`, text: table(head, rows) };
}

function asked(results: Results): Section | undefined {
  const rate = costRate(results);
  const rows = measured(results).flatMap(({ name, title }) => {
    const steps = stepsOf(results, name, rate);
    const services = Object.keys(steps[0]?.asked ?? {});
    return services.map((service) => {
      const of = (what: string) =>
        (rangeOf(steps.map(({ asked }) => asked[service]?.[what] ?? 0))?.median ?? 0).toFixed(3);
      return [`${title}: ${service}`, of('Produce'), of('Redis'), of('OffsetCommit'), of('Fetch')];
    });
  });
  if (rows.length === 0) return undefined;
  const head = ['', 'produce requests', 'commands to Redis', 'commits', 'fetches'];
  return { title: `What a service asks of Kafka and Redis for a post, at ${rate}/s`, text: table(head, rows) };
}

function halfLoad({ half }: Results): Section | undefined {
  if (half.length === 0) return undefined;
  const rows = ['state', 'starters'].map((name) => {
    const all = half.filter(({ system }) => system === name).map(({ step }) => step);
    const steps = all.filter((step) => voidReason(step) === undefined);
    const of = (figure: (step: Step) => number) => ranged(rangeOf(steps.map(figure)), (value) => ms(value));
    return [
      titleOf(name),
      String(all[0]?.rate ?? '–'),
      of(({ latency }) => latency.p50),
      of(({ latency }) => latency.p99),
    ];
  });
  return {
    title: 'At half of what the product carries, in ms',
    text: table(['', 'posts/s', 'p50 (from – to)', 'p99 (from – to)'], rows),
  };
}

function overload(results: Results): Section | undefined {
  if (results.overload.length === 0) return undefined;
  const rows = results.overload.map(({ system, over, recoverySeconds }) => [
    titleOf(system),
    String(over.rate),
    percent(over.accepted / over.sent),
    timed(over, `${ms(over.latency.p99)}${isBehind(over) ? ' behind' : ''}`),
    percent(over.refused / over.sent),
    over.refused > 0 ? timed(over, ms(over.refusal.p99)) : '–',
    timed(over.then ?? over, recoverySeconds === null ? 'not seen' : `${recoverySeconds} s`),
  ]);
  const head = ['', 'posts/s', 'accepted', 'their p99, ms', 'refused', 'their p99, ms', 'back to normal after'];
  return { title: 'Twice what it carries', text: table(head, rows) };
}

/** A time, unless the generator was late itself. */
const timed = (step: Pick<Step, 'slip'>, time: string) => (voidReason(step) === undefined ? time : 'void');

function idle(results: Results): Section | undefined {
  if (results.idle.length === 0) return undefined;
  const rows = results.idle.flatMap(({ system, alone, withSockets, conversations }) =>
    Object.entries(alone).map(([name, cost]) => [
      `${titleOf(system)}: ${name}`,
      percent(cost.cores),
      `${percent(withSockets[name]?.cores ?? 0)} (${conversations})`,
      mb(cost.memoryBytes),
    ]),
  );
  const head = ['', 'of a core', 'with sockets open', 'memory, MB'];
  return { title: 'While nothing is asked', text: table(head, rows) };
}

function sockets(results: Results): Section | undefined {
  if (results.sockets.length === 0) return undefined;
  const rows = results.sockets.map(({ sockets, openSeconds, before, after }) => [
    String(sockets),
    openSeconds.toFixed(0),
    mb(before.memoryBytes),
    mb(after.memoryBytes),
    ((after.memoryBytes - before.memoryBytes) / sockets / 1024).toFixed(1),
    percent(after.cores),
  ]);
  const head = ['sockets', 'opened in, s', 'chat before, MB', 'chat with them, MB', 'kB a socket', 'of a core, idle'];
  return { title: 'Open sockets', text: table(head, rows) };
}

function hooks(results: Results): Section | undefined {
  if (results.hooks.length === 0) return undefined;
  const rows = results.hooks.map(({ system, step }) => [
    `${titleOf(system)}, posts to a webhook`,
    String(step.rate),
    spread([step]),
    ms(step.acceptance.p50),
    (step.processes['ingest']?.cpuUs ?? Number.NaN).toFixed(0),
  ]);
  const head = ['', 'posts/s', 'p50 / p99, ms', '202 after, ms', 'ingest, µs'];
  return { title: 'The other door', text: table(head, rows) };
}

/** How it goes, for who watches. */
export function stepLine(title: string, step: Step): string {
  const { latency, rate, late, refused } = step;
  const more = [
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(late > 0 ? [`${late} still on their way`] : []),
    ...(step.wireDoubles > 0 ? [`${step.wireDoubles} twice on the wire`] : []),
  ];
  const reason = voidReason(step);
  const times = reason ? `void: ${reason}` : `p50 ${ms(latency.p50)}, p99 ${ms(latency.p99)} ms`;
  return `  ${title.padEnd(40)} ${String(rate).padStart(6)}/s  ${[times, ...more].join(', ')}`;
}

function ratesOf({ ladders }: Results): number[] {
  const rates = new Set(ladders.flatMap(({ steps }) => steps.map(({ rate }) => rate)));
  return [...rates].toSorted((a, b) => a - b);
}

function stepsOf({ ladders }: Results, system: string, rate: number): Step[] {
  return ladders.flatMap((one) => (one.system === system ? one.steps.filter((step) => step.rate === rate) : []));
}

const titleOf = (name: string) => systems.find((system) => system.name === name)?.title ?? name;

function ranged(range: Range | undefined, write: (value: number) => string, none = '–'): string {
  if (!range) return none;
  const { median, from, to } = range;
  return from === to ? write(median) : `${write(median)} (${write(from)} – ${write(to)})`;
}

const times = (value: number) => value.toFixed(2);
const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
const mb = (bytes: number) => (bytes / 2 ** 20).toFixed(0);

function ms(value = Number.NaN): string {
  if (Number.isNaN(value)) return '–';
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}
