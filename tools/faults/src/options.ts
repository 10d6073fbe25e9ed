import { parseArgs } from 'node:util';
import type { Scenario } from './scenarios/scenario.ts';
import { scenarios } from './scenarios/scenarios.ts';

/** What a run is to do. */
export interface Options {
  readonly command: 'run' | 'write' | 'list';
  readonly quick: boolean;
  readonly scenarios: readonly Scenario[];
  /** All of the matrix, so that what an earlier run has found does not count any more. */
  readonly all: boolean;
  readonly rounds: number;
  readonly conversations: number;
  /** What is said and posted in a second, together. */
  readonly rate: number;
  /** The load alone, before something is done and after it. */
  readonly beforeMs: number;
  readonly afterMs: number;
}

const full = { rounds: '3', conversations: '1000', rate: '120' };
const quick = { rounds: '1', conversations: '200', rate: '60' };

/** Reads the command line. */
export function optionsOf(words: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { quick: flag, write: flag, list: flag, only: text, rounds: text, conversations: text, rate: text };
  const { values } = parseArgs({ args: [...words], options, strict: true });
  const isQuick = values.quick ?? false;
  const said = { ...(isQuick ? quick : full), ...values };
  const chosen = values.only?.split(',').map(scenarioNamed);
  return {
    command: values.write ? 'write' : values.list ? 'list' : 'run',
    quick: isQuick,
    scenarios: chosen ?? scenarios.filter((scenario) => !isQuick || scenario.quick),
    all: chosen === undefined,
    rounds: whole('rounds', said.rounds),
    conversations: whole('conversations', said.conversations),
    rate: whole('rate', said.rate),
    beforeMs: isQuick ? 2_000 : 5_000,
    afterMs: isQuick ? 2_000 : 8_000,
  };
}

function scenarioNamed(name: string): Scenario {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (scenario) return scenario;
  throw new Error(
    `there is no scenario ${JSON.stringify(name)}; there are: ${scenarios.map((one) => one.name).join(', ')}`,
  );
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new Error(`--${name}: ${JSON.stringify(text)} must be a whole number from 1`);
}
