import type { Step } from '../measure/step.ts';
import { noResults, type Results } from '../results.ts';

const spread = { p50: 5, p99: 20, p999: 30, max: 40 };

/** A step that is carried, unless it is said to be otherwise. */
export function aStep(step: Partial<Step> = {}): Step {
  const { rate = 1000, sent = rate * 15 } = step;
  return {
    rate,
    arrivals: 'constant',
    sent,
    accepted: sent,
    refused: 0,
    unanswered: 0,
    shown: sent,
    late: 0,
    latency: spread,
    acceptance: spread,
    refusal: { p50: 0, p99: 0, p999: 0, max: 0 },
    slip: { p50: 0.1, p99: 0.5, p999: 1, max: 2 },
    histograms: { latency: '', acceptance: '', slip: '' },
    seconds: [],
    statuses: {},
    violations: { lost: 0, doubled: 0, disordered: 0, skipped: 0, invented: 0 },
    wireDoubles: 0,
    processes: { ingest: { cpuUs: 40, cores: 0.1, memoryBytes: 2 ** 27 } },
    asked: { ingest: { Produce: 0.04, Redis: 0, OffsetCommit: 0.001, Fetch: 0.02 } },
    ...step,
  };
}

export const slow = (rate: number): Step => aStep({ rate, latency: { ...spread, p99: 400 } });
export const late = (rate: number): Step => aStep({ rate, slip: { p50: 1, p99: 2.1, p999: 5, max: 9 } });

export function someResults(): Results {
  const environment = {
    at: '2026-11-21T12:00',
    cpu: 'Some CPU',
    cores: 2,
    memoryGb: 24,
    system: 'linux 6',
    versions: { Node: 'v24.21.0' },
    commit: 'abc1234',
  };
  return noResults('npm run bench', environment);
}
