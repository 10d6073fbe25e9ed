import { expect, test } from 'vitest';
import { report } from './report.ts';
import type { Results } from './results.ts';

type Row = Results['rows'][number];

const right: Row = {
  scenario: 'redis-back',
  round: 1,
  at: '2026-11-21T10:00:00.000Z',
  commit: 'abc',
  conversations: 1000,
  rate: 120,
  said: 1000,
  accepted: 1000,
  refused: 0,
  again: 3,
  calmMs: 40,
  longestMs: 1_240,
  recoveryMs: 300,
  lost: 0,
  doubled: 0,
  disordered: 0,
  skipped: 0,
  invented: 0,
  gaps: 0,
  wireAgain: 0,
  socketsLost: 0,
  begunAnew: 0,
  notes: [],
  failures: [],
};

const results = (...rows: readonly Row[]): Results => ({
  command: 'npm run faults',
  environment: {
    at: '2026-11-21T10:00',
    cpu: 'a fast one',
    cores: 2,
    memoryGb: 8,
    system: 'linux 6',
    versions: { Node: 'v24.21.0' },
    commit: 'abc',
  },
  rows: [...rows],
});

const rowOf = (text: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith('| Redis'))
    ?.split(/ *\| */)
    .slice(2, -1);

test('rounds are put together: sums of what is wrong, and the worst of what was waited for', () => {
  const text = report(results(right, { ...right, round: 2, lost: 1, doubled: 2, gaps: 3, longestMs: 9_000 }));
  expect(rowOf(text)).toEqual(['2', '2,000', '1', '2', '3', '9.0 s', '0.3 s']);
});

test('who was never answered has no longest wait', () => {
  expect(rowOf(report(results({ ...right, longestMs: null, recoveryMs: null })))?.slice(-2)).toEqual(['–', '–']);
});

test('what went wrong is told below, with machine, versions, commit and command above', () => {
  const text = report(results({ ...right, failures: ['1 lost'], notes: ['nothing else'] }));
  expect(text).toContain('`npm run faults`, 2026-11-21, commit abc.');
  expect(text).toContain('2 cores (a fast one), 8 GB, linux 6; Node v24.21.0.');
  expect(text).toContain('round 1: **1 lost**; round 1: nothing else');
});

test('rows of several runs are told apart, each by what it was made with', () => {
  const older = { ...right, scenario: 'redis-empty', at: '2026-11-20T10:00:00.000Z', commit: 'old', rate: 60 };
  const text = report(results(right, older));
  expect(text).toContain('`npm run faults`, 2026-11-20 to 2026-11-21.\n1,000 conversations.\n');
  expect(text).toMatch(/\| commit \| a second \|\n/);
  expect(text).toMatch(/Redis: emptied .* \| +old \| +60 \|/);
  expect(rowOf(text)?.slice(-2)).toEqual(['abc', '120']);
  expect(report(results(right))).toContain(', commit abc.\n1,000 conversations, 120 messages a second.\n');
});
