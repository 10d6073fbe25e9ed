import { realKafka, realRedis } from '@backchannel/stack';
import { describe, expect, test } from 'vitest';
import { bench } from './bench.ts';
import { optionsOf } from './options.ts';
import { someResults } from './report/figures.fixture.ts';
import { report } from './report/report.ts';

// Asked only for whether they are to be had: a visit starts its own.
const missing = (await realKafka()).missing ?? (await realRedis()).missing;

const words =
  '--systems state --parts ladder --rates 50 --refine 0 --rounds 1 --conversations 20 --warm-up 0 --seconds 1';

describe.skipIf(missing)('a run as short as can be', () => {
  test('measures a floor, and keeps what it finds', async () => {
    const results = someResults();
    const lines: string[] = [];
    let kept = 0;
    await bench(optionsOf(words.split(' ')), results, {
      progress: (line) => lines.push(line),
      kept: () => (kept += 1),
    });

    expect(kept).toBe(1);
    expect(lines).toEqual(['Round 1 of 1', expect.stringContaining('50/s')]);
    const steps = results.ladders.flatMap(({ steps }) => steps);
    expect(steps).toMatchObject([{ rate: 50, sent: 50, accepted: 50, shown: 50, late: 0 }]);
    const [step] = steps;
    // Each service has said something to Kafka but chat, and has asked Redis where it keeps state.
    expect(Object.keys(step?.asked ?? {})).toEqual(['door', 'session', 'dialog', 'chat']);
    for (const name of ['door', 'session', 'dialog']) expect(step?.asked[name]?.['Produce']).toBeGreaterThan(0);
    for (const name of ['session', 'chat']) expect(step?.asked[name]?.['Redis']).toBeGreaterThan(0);
    expect(report(results)).toContain('floor, batched, with state');
  }, 90_000);
});
