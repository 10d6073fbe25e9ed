import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFigures } from '@backchannel/bench/document';
import { type Environment, environmentNow } from '@backchannel/bench/environment';
import { serverVersions } from '@backchannel/stack';
import type { Options } from './options.ts';
import { report } from './report.ts';
import type { Row } from './run.ts';
import { document, folder } from './system/place.ts';

/** With what a row was made: those of one table may be of several runs. */
interface Made {
  readonly commit: string;
  readonly conversations: number;
  readonly rate: number;
}

/** All that a run has found, as its file has it. */
export interface Results {
  readonly command: string;
  readonly environment: Environment;
  readonly rows: (Row & Made)[];
}

/** What an earlier run has found stays, unless this one runs it again, or all. */
export async function beginResults(options: Options, command: string): Promise<Results> {
  const { quick, all, scenarios } = options;
  const now = environmentNow();
  const environment = { ...now, versions: { ...now.versions, ...(await serverVersions()) } };
  const file = fileOf(quick);
  if (all || !existsSync(file)) return { command, environment, rows: [] };
  const former = read(file);
  const again = new Set(scenarios.map(({ name }) => name));
  return { command: former.command, environment, rows: former.rows.filter(({ scenario }) => !again.has(scenario)) };
}

/** Written after each round: what was found is there, whatever happens to the rest. */
export function keep(results: Results, quick: boolean): string {
  mkdirSync(folder, { recursive: true });
  const file = fileOf(quick);
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);
  return file;
}

/** Writes what the last full run has found into the documentation. */
export function writeDocument(): string {
  const file = fileOf(false);
  if (!existsSync(file)) throw new Error(`${file} is not there: npm run faults makes it`);
  writeFileSync(document, withFigures(readFileSync(document, 'utf8'), report(read(file)), 'faults'));
  return document;
}

/** Once it was the file, and not its rows, that said with what they were made. */
function read(file: string): Results {
  const { conversations, rate, ...results } = JSON.parse(readFileSync(file, 'utf8')) as Results & Omit<Made, 'commit'>;
  const made = { commit: results.environment.commit, conversations, rate };
  return { ...results, rows: results.rows.map((row) => ({ ...made, ...row })) };
}

const fileOf = (quick: boolean) => join(folder, `${quick ? 'quick' : 'full'}.json`);
