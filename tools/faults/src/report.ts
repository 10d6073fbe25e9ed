import { table } from '@backchannel/bench/table';
import type { Results } from './results.ts';
import { scenarios } from './scenarios/scenarios.ts';

type Row = Results['rows'][number];

/** With what a row was made. Told once where it is the same for all, else in a column. */
interface Told {
  readonly of: (row: Row) => string;
  readonly column: string;
  readonly sentence: (value: string) => string;
}
const commit: Told = { column: 'commit', of: (row) => row.commit, sentence: (value) => `commit ${value}` };
const load: readonly Told[] = [
  {
    column: 'conversations',
    of: (row) => row.conversations.toLocaleString('en'),
    sentence: (value) => `${value} conversations`,
  },
  { column: 'a second', of: (row) => String(row.rate), sentence: (value) => `${value} messages a second` },
];

const head = ['what is done', 'rounds', 'accepted', 'lost', 'twice', 'order', 'longest', 'recovery'];

/** Of all rounds of a scenario: sums, and the worst. */
export function report(results: Results): string {
  const { rows } = results;
  const differing = [commit, ...load].filter((told) => valuesOf(rows, told).length > 1);
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
    ...differing.map((told) => valuesOf(own, told).join(', ')),
  ]);
  const notes = ran.flatMap(({ title, own }) => {
    const said = own.flatMap(({ round, notes, failures }) =>
      [...failures.map((one) => `**${one}**`), ...notes].map((one) => `round ${round}: ${one}`),
    );
    return said.length > 0 ? [`- ${title}. ${said.join('; ')}`] : [];
  });
  const columns = [...head, ...differing.map(({ column }) => column)];
  return [environmentOf(results), table(columns, lines), notes.join('\n')].filter(Boolean).join('\n\n');
}

function environmentOf({ command, environment, rows }: Results): string {
  const { cpu, cores, memoryGb, system, versions } = environment;
  const days = valuesOf(rows, { of: ({ at }) => at.slice(0, 10) }).toSorted();
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const same = (all: readonly Told[]) =>
    all.flatMap((told) => {
      const [value, ...others] = valuesOf(rows, told);
      return value === undefined || others.length > 0 ? [] : [told.sentence(value)];
    });
  const day = [days[0], ...(days.length > 1 ? [days.at(-1)] : [])].join(' to ');
  const lines = [
    [`\`${command}\``, day, ...same([commit])],
    same(load),
    [`${cores} cores (${cpu}), ${memoryGb} GB, ${system}; ${programs.join(', ')}`],
  ];
  return lines.flatMap((parts) => (parts.length > 0 ? [`${parts.join(', ')}.`] : [])).join('\n');
}

const valuesOf = (rows: readonly Row[], { of }: Pick<Told, 'of'>): string[] => [...new Set(rows.map(of))];

const sum = (rows: readonly Row[], of: (row: Row) => number) => rows.reduce((all, row) => all + of(row), 0);

function worst(rows: readonly Row[], of: (row: Row) => number | null): string {
  const all = rows.map(of);
  if (all.includes(null)) return '–';
  return `${(Math.max(...all.map((ms) => ms ?? 0)) / 1000).toFixed(1)} s`;
}
