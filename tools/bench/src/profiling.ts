import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from './files.ts';
import { type CpuProfile, spotsOf, workOf } from './measure/profile.ts';
import type { Options } from './options.ts';
import { table } from './report/table.ts';
import { stepLine } from './report/tables.ts';
import { visit } from './visit.ts';

const SHOWN = 25;

/** Where each service of a system spends its time: `--profile --systems starters --rates 1000`. */
export async function profile(options: Options, print: (line: string) => void): Promise<void> {
  for (const system of options.systems) {
    for (const rate of options.rates) {
      const dir = join(folder, 'profiles', `${system.name}-${rate}`);
      rmSync(dir, { recursive: true, force: true });
      mkdirSync(dir, { recursive: true });
      // The names of the files have the number of the process in them; threads of its own have their own files.
      const nodeOptions = ['--cpu-prof', `--cpu-prof-dir=${dir}`, '--cpu-prof-interval=500'];
      const { pids, posts } = await visit(
        system,
        { scale: { ...options, warmUp: 0 }, start: { nodeOptions } },
        async (at) => {
          const step = await at.step(rate);
          print(stepLine(system.title, step));
          const services = at.running.services.map((name) => [name, at.running.pids[name] as number] as const);
          return { pids: new Map(services), posts: rate * (options.lead + options.seconds) };
        },
      );
      for (const [name, pid] of pids) print(told(`${name} at ${rate}/s`, readOf(dir, pid), posts));
      print(`The profiles are in ${dir}; Chromium's developer tools open them.`);
    }
  }
}

function readOf(dir: string, pid: number): CpuProfile {
  // The main thread's: the largest.
  const files = readdirSync(dir).filter((name) => name.includes(`.${pid}.`));
  const profiles = files.map((name) => readFileSync(join(dir, name), 'utf8'));
  const [largest] = profiles.toSorted((a, b) => b.length - a.length);
  if (largest === undefined) throw new Error(`the process ${pid} has left no profile in ${dir}`);
  return JSON.parse(largest) as CpuProfile;
}

function told(title: string, cpuProfile: CpuProfile, posts: number): string {
  const spots = spotsOf(cpuProfile);
  const us = (time: number) => (time / posts).toFixed(1);
  const rows = spots.slice(0, SHOWN).map(({ name, self, total }) => [name, us(self), us(total)]);
  const head = [`${title}: ${us(workOf(spots))} µs a post`, 'self', 'with what it calls'];
  return `\n${table(head, rows)}\n`;
}
