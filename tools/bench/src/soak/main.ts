// Whether memory stays flat: `npm run soak [-- --quick]`, ten minutes or one, of people who come, talk, pay and leave.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { runStack, type Stack } from '@backchannel/stack';
import { collecting, memoryOf } from './memory.ts';
import { type Sample, slopeOf } from './slope.ts';
import { visit } from './visitor.ts';

const quick = process.argv.includes('--quick');
const minutes = quick ? 1 : 10;
/** At a time; each stays for 15 seconds, so that many more come in the end. */
const PEOPLE = 50;
const PACE = { times: 15, everyMs: 1_000 };
/**
 * Less than this is code that is still being compiled, and the states that an owner keeps of conversations that went by: there
 * is a bound to them (docs/decisions/0009), which ten minutes do not reach.
 */
const MB_A_MINUTE = 1;

const services = ['ingest', 'session', 'dialog', 'chat', 'control'] as const;
const MB = 1_000_000;

process.env['NODE_OPTIONS'] = collecting;
const dir = await mkdtemp(join(tmpdir(), 'soak-'));
const stack = await runStack({ dir, ports: 'free' });
try {
  const env = { ...process.env, KAFKA_BROKERS: stack.kafka.brokers.join(',') };
  await promisify(execFile)(process.execPath, ['tools/bot/src/main.ts', 'publish', 'tools/bench/bots/soak.json'], {
    env,
  });
  process.exitCode = await soak(stack);
} finally {
  await stack.stop();
  await rm(dir, { recursive: true, force: true });
}

async function soak(stack: Stack): Promise<number> {
  const service = (name: string) => stack.service(name);
  const doors = { chat: service('chat').url, ingest: service('ingest').url };
  let answers = 0;
  const over = new AbortController();
  const people = Array.from({ length: PEOPLE }, async (_, number) => {
    await sleep((number * PACE.everyMs) / PEOPLE);
    while (!over.signal.aborted) await visit(doors, { ...PACE, answered: () => (answers += 1) });
  });

  // What is filled once is not a rise: code, pools, caches.
  await sleep(minutes * 60_000 * 0.2);
  const began = Date.now();
  answers = 0;
  await sleep(minutes * 60_000);
  const rate = answers / ((Date.now() - began) / 1000);
  over.abort();
  await Promise.all(people);

  process.stdout.write(`${minutes} min, ${PEOPLE} people at a time, ${rate.toFixed(0)} answers/s\n\n`);
  process.stdout.write(
    '| service | RSS, first | last | MB/min | kept of the heap, first | last | MB/min |\n|---|---|---|---|---|---|---|\n',
  );
  const rising: string[] = [];
  for (const name of services) {
    const samples = (await memoryOf(service(name).log)).filter(({ at }) => at >= began);
    const of = (what: 'resident' | 'kept') =>
      samples.map((sample): Sample => ({ at: sample.at - began, bytes: sample[what] }));
    const rise = (some: readonly Sample[]) => slopeOf(some, minutes * 6_000) / MB;
    const cells = [of('resident'), of('kept')].flatMap((some) => [
      mb(some[0]?.bytes),
      mb(some.at(-1)?.bytes),
      rise(some).toFixed(2),
    ]);
    process.stdout.write(`| ${name} | ${cells.join(' | ')} |\n`);
    if (rise(of('kept')) > MB_A_MINUTE) rising.push(name);
  }
  if (rising.length === 0 || quick) return 0;
  process.stdout.write(`\nThe heap rises: ${rising.join(', ')}.\n`);
  return 1;
}

function mb(bytes = 0): string {
  return (bytes / MB).toFixed(1);
}
