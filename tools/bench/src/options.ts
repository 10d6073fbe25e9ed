import { parseArgs } from 'node:util';
import { type System, systemNamed } from './systems/systems.ts';
import type { Scale } from './visit.ts';

const parts = ['ladder', 'half', 'overload', 'idle', 'sockets', 'hooks'] as const;
type Part = (typeof parts)[number];

/** What a run is to do. */
export interface Options extends Scale {
  readonly command: 'measure' | 'write' | 'profile';
  /** Of the files that the results are in. */
  readonly name: string;
  readonly systems: readonly System[];
  readonly parts: readonly Part[];
  readonly rates: readonly number[];
  readonly refine: number;
  readonly rounds: number;
  readonly sockets: number;
}

const full = {
  systems: 'naive,batched,state,starters,script,starters-control,script-control,embedded',
  parts: parts.join(),
  rates: '200,1000,2000,4000,6000,8000',
  refine: '5',
  rounds: '5',
  conversations: '5000',
  // V8 still compiles after 10 s, on the cores that are measured.
  'warm-up': '45',
  seconds: '15',
  sockets: '10000',
};

const quick = {
  ...full,
  systems: 'naive,batched,starters',
  parts: 'ladder',
  rates: '1000',
  refine: '0',
  rounds: '1',
  conversations: '1000',
  'warm-up': '5',
  seconds: '8',
};

/** Reads the command line; what it does not say is that of a full run, or of a quick one. */
export function optionsOf(words: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const numbers = { rates: text, refine: text, rounds: text, conversations: text, 'warm-up': text, seconds: text };
  const flags = { quick: flag, write: flag, profile: flag, poisson: flag, 'no-acks': flag };
  const options = { ...flags, ...numbers, systems: text, parts: text, sockets: text, name: text };
  const { values } = parseArgs({ args: [...words], options, strict: true });
  const isQuick = values.quick ?? false;
  const said = { ...(isQuick ? quick : full), ...values };
  const rates = said.rates.split(',').map((rate) => whole('rates', rate));
  const seconds = whole('seconds', said.seconds);
  return {
    command: values.write ? 'write' : values.profile ? 'profile' : 'measure',
    name: values.name ?? nameOf(words),
    systems: said.systems.split(',').map(systemNamed),
    parts: said.parts.split(',').map(partNamed),
    rates,
    refine: whole('refine', said.refine, 0),
    rounds: whole('rounds', said.rounds),
    conversations: whole('conversations', said.conversations),
    sockets: whole('sockets', said.sockets),
    warmUp: whole('warm-up', said['warm-up'], 0),
    warmUpRate: Math.min(1000, Math.max(...rates)),
    lead: Math.min(2, seconds),
    seconds,
    drainMs: 60_000,
    arrivals: values.poisson ? 'poisson' : 'constant',
    acknowledges: !values['no-acks'],
  };
}

/** Whatever is not the whole leaves the results of the whole alone. */
function nameOf(words: readonly string[]): string {
  const others = words.filter((word) => word !== '--write');
  if (others.length === 0) return 'full';
  return others[0] === '--quick' && others.length === 1 ? 'quick' : 'other';
}

function partNamed(name: string): Part {
  const part = parts.find((candidate) => candidate === name);
  if (part) return part;
  throw new Error(`there is no part ${JSON.stringify(name)}; there are: ${parts.join(', ')}`);
}

function whole(name: string, text: string, least = 1): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`--${name}: ${JSON.stringify(text)} must be a whole number from ${least}`);
}
