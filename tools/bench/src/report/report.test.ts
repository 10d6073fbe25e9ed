import { expect, test } from 'vitest';
import type { Step } from '../measure/step.ts';
import type { Results } from '../results.ts';
import { withFigures } from './document.ts';
import { aStep, late, slow, someResults } from './figures.fixture.ts';
import { plot } from './plot.ts';
import { report } from './report.ts';
import { table } from './table.ts';

const cost = { cpuUs: 0, cores: 0.004, memoryBytes: 2 ** 27 };

function full(): Results {
  const results = someResults();
  for (const round of [1, 2]) {
    results.ladders.push({ system: 'naive', round, steps: [aStep({ rate: 200 }), slow(1000)] });
    results.ladders.push({ system: 'state', round, steps: [aStep({ rate: 1000 }), aStep({ rate: 4000 })] });
    results.ladders.push({ system: 'starters', round, steps: [late(1000), aStep({ rate: 4000 })] });
    results.half.push({ system: 'state', round, step: aStep({ rate: 2000 }) });
    results.half.push({ system: 'starters', round, step: aStep({ rate: 2000 }) });
  }
  const over = aStep({ rate: 8000, refused: 10, accepted: 119_990, shown: 119_990 });
  results.overload.push({ system: 'starters', most: 4000, over, recoverySeconds: 2 });
  results.idle.push({
    system: 'starters',
    alone: { ingest: cost },
    withSockets: { ingest: cost },
    conversations: 5000,
  });
  const sockets = { system: 'starters', sockets: 10_000, wanted: 10_000, openSeconds: 12 };
  results.sockets.push({ ...sockets, before: cost, after: { ...cost, memoryBytes: 2 ** 28 } });
  results.hooks.push({ system: 'starters-control', step: aStep() });
  return results;
}

test('a table has columns of one width, and is one in Markdown', () => {
  expect(
    table(
      ['what', 'µs'],
      [
        ['ingest', '1'],
        ['Kafka — all', '200'],
      ],
    ).split('\n'),
  ).toEqual(['| what        |  µs |', '| ----------- | --: |', '| ingest      |   1 |', '| Kafka — all | 200 |']);
});

test('a report says where it was made, what was carried, and which goals were met', () => {
  const text = report(full());
  expect(text).toContain('`npm run bench`, 2026-11-21T12:00 UTC. 2 cores of Some CPU');
  expect(text).toMatch(/floor, naive +\| +200 \| +1\.00 \| +0\.05 \|/);
  expect(text).toMatch(/starters: carried, × the floor with state +\| +≥ 0\.80 \| +1\.00 \| +met \|/);
  expect(text).toMatch(/starters: carried, × naive +\| +≥ 2\.50 \| +20\.00 \| +met \|/);
  expect(text).toMatch(/produce requests .* ≤ 0\.05 \| +0\.040 \| +met \|/);
  expect(text).toMatch(/a script per message: carried.* – \| not measured \|/);
  expect(text).toMatch(/10000 +\| +12 \| +128 \| +256 \| +13\.1 \|/);
});

test('a figure whose generator was late is void, in the table as in the plot', () => {
  const results = full();
  expect(report(results)).toMatch(/\| 1000\/s +\| +5\.0 \/ 400 \| 5\.0 \/ 20 \| +void \|/);
  expect(plot(results).match(/<circle/g)).toHaveLength(2 + 2 + 1);
});

test('costs are compared at the highest rate that most systems have seen, and starters have carried', () => {
  const results = someResults();
  const climb = (system: string, ...steps: readonly Step[]) => results.ladders.push({ system, round: 1, steps });
  climb('naive', aStep({ rate: 200 }), aStep({ rate: 400 }), slow(1000));
  climb('state', ...[200, 400, 1000, 4000].map((rate) => aStep({ rate })));
  climb('starters', ...[200, 400, 800].map((rate) => aStep({ rate })), slow(1000));
  const text = report(results);
  expect(text).toContain('Processor time for a post at 400/s');
  expect(text).toContain('for a post, at 400/s');
});

test('what a system brings too late does not make its overload look well, nor does a late generator', () => {
  const rowOf = (over: Step, recoverySeconds: number | null) => {
    const results = someResults();
    results.overload.push({ system: 'starters', most: 500, over, recoverySeconds });
    const line = report(results)
      .split('\n')
      .find((one) => one.startsWith('| product, starters'));
    return line
      ?.split('|')
      .slice(3, -1)
      .map((cell) => cell.trim());
  };
  expect(rowOf(aStep({ shown: 9000, late: 6000 }), null)).toEqual(['100.0 %', '20 behind', '0.0 %', '–', 'not seen']);
  const refused = { refused: 15, accepted: 14_985, shown: 14_985 };
  expect(rowOf(aStep({ ...refused, then: aStep() }), 3)).toEqual(['99.9 %', '20', '0.1 %', '0.0', '3 s']);
  expect(rowOf({ ...late(1000), ...refused }, 3)).toEqual(['99.9 %', 'void', '0.1 %', 'void', 'void']);
  expect(rowOf(aStep({ then: late(500) }), 3)?.at(-1)).toBe('void');
});

test('the busiest service is the busiest of ours: control where it is on, and neither Kafka nor a store', () => {
  const results = someResults();
  const using = (cores: number) => ({ cpuUs: 0, cores, memoryBytes: 2 ** 27 });
  const rest = { kafka: using(0.05), redis: using(0.02), ingest: using(0.004), chat: using(0.009) };
  for (const [system, alone] of [
    ['starters', rest],
    ['starters-control', { ...rest, control: using(0.023) }],
  ] as const) {
    results.idle.push({ system, alone, withSockets: alone, conversations: 5000 });
  }
  const lines = report(results).split('\n');
  const at = lines.findIndex((line) => line.startsWith('| the busiest service while nothing is asked'));
  expect(lines.slice(at, at + 2)).toEqual([
    expect.stringMatching(/ 0\.90 % \| +met \|$/),
    expect.stringMatching(/^\| the same, control on .* 2\.30 % \| +missed \|$/),
  ]);
});

test('a plot has a line for each system, within its frame', () => {
  const svg = plot(full());
  expect(svg.match(/<polyline/g)).toHaveLength(3);
  for (const [, x, y] of svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)) {
    expect(Number(x)).toBeGreaterThanOrEqual(64);
    expect(Number(x)).toBeLessThanOrEqual(610);
    expect(Number(y)).toBeGreaterThanOrEqual(24);
    expect(Number(y)).toBeLessThanOrEqual(432);
  }
});

test('what was not measured is left out, and asks for nothing', () => {
  expect(report(someResults())).not.toContain('What is carried');
  expect(plot(someResults())).toContain('</svg>');
});

test('figures go between the marks of the page, and replace those that were there', () => {
  const page =
    '# P\n\n<!-- From here on written by `npm run bench -- --write`: what the last full run has found. -->\nold\n<!-- To here. -->\n\nend\n';
  const once = withFigures(page, 'new');
  expect(once).toContain('-->\n\nnew\n\n<!-- To here. -->\n\nend\n');
  expect(withFigures(once, 'new')).toBe(once);
  expect(() => withFigures('# P', 'new')).toThrow('no place for the figures');
});
