import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFigures } from '@backchannel/bench/document';
import { type Environment, environmentNow } from '@backchannel/bench/environment';
import { serverVersions } from '@backchannel/stack';
import type { Options } from './options.ts';
import { report } from './report.ts';
import type { Row } from './run.ts';
import { document, folder } from './system/place.ts';

/** All that a run has found, as its file has it. */
export interface Results {
  readonly command: string;
  readonly environment: Environment;
  readonly conversations: number;
  readonly rate: number;
  rows: Row[];
}

/** What an earlier run has found stays, unless this one runs it again, or all. */
export async function beginResults(options: Options, command: string): Promise<Results> {
  const { conversations, rate, quick, all, scenarios } = options;
  const now = environmentNow();
  const environment = { ...now, versions: { ...now.versions, ...(await serverVersions()) } };
  const results: Results = { command, environment, conversations, rate, rows: [] };
  const file = fileOf(quick);
  if (all || !existsSync(file)) return results;
  const former = JSON.parse(readFileSync(file, 'utf8')) as Results;
  const again = new Set(scenarios.map(({ name }) => name));
  return { ...results, command: former.command, rows: former.rows.filter(({ scenario }) => !again.has(scenario)) };
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
  const results = JSON.parse(readFileSync(file, 'utf8')) as Results;
  writeFileSync(document, withFigures(readFileSync(document, 'utf8'), report(results), 'faults'));
  return document;
}

const fileOf = (quick: boolean) => join(folder, `${quick ? 'quick' : 'full'}.json`);
