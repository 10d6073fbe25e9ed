import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { folder } from './files.ts';
import { type CpuProfile, spotsOf } from './measure/profile.ts';
import type { Options } from './options.ts';
import { table } from './report/table.ts';
import { stepLine } from './report/tables.ts';
import type { Running } from './systems/running.ts';
import { visit } from './visit.ts';

const SHOWN = 40;
const PATIENCE = 30_000;

const preload = `--import=${pathToFileURL(join(import.meta.dirname, 'measure', 'profiler.ts')).href}`;

/** Where each service of a system spends its time: `--profile --systems starters --rates 1000`. */
export async function profile(options: Options, print: (line: string) => void): Promise<void> {
  for (const system of options.systems) {
    await visit(system, { scale: options, start: { nodeOptions: [preload] } }, async ({ running, step }) => {
      for (const rate of options.rates) {
        signal(running);
        const measured = await step(rate);
        signal(running);
        print(stepLine(system.title, measured));
        for (const name of running.services) {
          const file = await profileOf(running, name);
          const cpuProfile = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
          print(told(`${name} at ${rate}/s`, cpuProfile, measured.processes[name]?.cpuUs ?? Number.NaN));
          print(`All of it is in ${keep(file, `${system.name}-${rate}-${name}`)}.`);
        }
      }
    });
  }
}

function signal({ services, pids }: Running): void {
  for (const name of services) process.kill(pids[name] as number, 'SIGHUP');
}

async function profileOf({ pids, censusDir }: Running, name: string): Promise<string> {
  const file = join(censusDir, `${pids[name]}.cpuprofile`);
  for (const late = Date.now() + PATIENCE; Date.now() < late; await pause(20)) if (existsSync(file)) return file;
  throw new Error(`${name} has left no profile`);
}

/** As Chromium's developer tools open it. */
function keep(file: string, name: string): string {
  const dir = join(folder, 'profiles');
  mkdirSync(dir, { recursive: true });
  const kept = join(dir, `${name}.cpuprofile`);
  renameSync(file, kept);
  return kept;
}

/**
 * Samples say in which part of its time a process was where; how long that is `/proc` knows better, on a machine that has
 * more to do.
 */
function told(title: string, cpuProfile: CpuProfile, cpuUs: number): string {
  // The profiler's own beginning and end are not the service's.
  const spots = spotsOf(cpuProfile).filter(({ name }) => !name.includes('node:inspector'));
  const all = spots.reduce((sum, { self }) => sum + self, 0);
  const us = (time: number) => ((time / all) * cpuUs).toFixed(1);
  const rows = spots.slice(0, SHOWN).map(({ name, self, total }) => [name, us(self), us(total)]);
  return `\n${table([`${title}: ${cpuUs.toFixed(0)} µs a post`, 'self', 'with what it calls'], rows)}\n`;
}
