import { table } from '@backchannel/bench/table';
import type { Results } from './results.ts';
import type { Row } from './run.ts';
import { scenarios } from './scenarios/scenarios.ts';

const head = ['what is done', 'rounds', 'accepted', 'lost', 'twice', 'order', 'longest', 'recovery'];

/** Of all rounds of a scenario: sums, and the worst. */
export function report({ rows, ...results }: Results): string {
  const ran = scenarios.flatMap(({ name, title }) => {
    const own = rows.filter(({ scenario }) => scenario === name);
    return own.length > 0 ? [{ title, own }] : [];
  });
  const lines = ran.map(({ title, own }) => [
    title,
    String(own.length),
    sum(own, ({ accepted }) => accepted).toLocaleString('en'),
    sum(own, ({ lost }) => lost).toLocaleString('en'),
    sum(own, ({ doubled }) => doubled).toLocaleString('en'),
    sum(own, ({ disordered, skipped, gaps }) => disordered + skipped + gaps).toLocaleString('en'),
    worst(own, ({ longestMs }) => longestMs),
    worst(own, ({ recoveryMs }) => recoveryMs),
  ]);
  const notes = ran.flatMap(({ title, own }) => {
    const said = own.flatMap(({ round, notes, failures }) =>
      [...failures.map((one) => `**${one}**`), ...notes].map((one) => `round ${round}: ${one}`),
    );
    return said.length > 0 ? [`- ${title}. ${said.join('; ')}`] : [];
  });
  return [environmentOf(results, rows), table(head, lines), notes.join('\n')].filter(Boolean).join('\n\n');
}

function environmentOf(
  { command, environment, conversations, rate }: Omit<Results, 'rows'>,
  rows: readonly Row[],
): string {
  const { cpu, cores, memoryGb, system, versions, commit } = environment;
  const days = [...new Set(rows.map(({ at }) => at.slice(0, 10)))].toSorted();
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `\`${command}\`, ${[days[0], ...(days.length > 1 ? [days.at(-1)] : [])].join(' to ')}, commit ${commit}.`,
    `${conversations.toLocaleString('en')} conversations, ${rate} messages a second.`,
    `${cores} cores (${cpu}), ${memoryGb} GB, ${system}; ${programs.join(', ')}.`,
  ].join('\n');
}

const sum = (rows: readonly Row[], of: (row: Row) => number) => rows.reduce((all, row) => all + of(row), 0);

function worst(rows: readonly Row[], of: (row: Row) => number | null): string {
  const all = rows.map(of);
  if (all.includes(null)) return '–';
  return `${(Math.max(...all.map((ms) => ms ?? 0)) / 1000).toFixed(1)} s`;
}
