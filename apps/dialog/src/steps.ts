import type { TurnAnswered } from '@backchannel/contracts';
import type { Call, Ran } from '@backchannel/sandbox';
import type { Answer, Request } from './outside/outside.ts';

/** A script to be run; the bot's program and what depends on it are the driver's to add. */
export type ScriptCall = Omit<Call, 'program'>;

/** What an answer needs from outside before it can go on. */
export type Need = { readonly run: ScriptCall } | OutsideCall;

export interface OutsideCall {
  readonly ask: Request;
  /** The same in every attempt at the turn. */
  readonly step: string;
  /** The answer until now, for the person to see while the call takes its time. */
  readonly part: () => TurnAnswered;
}

/** Work that stops where it needs something, and goes on when it is given it: pure, and never waits by itself. */
export type Steps<Result> = Generator<Need, Result, Ran | Answer>;

/** Who yields a need is given what answers it: the driver sees to that. */
export function* runScript(run: ScriptCall): Steps<Ran> {
  return (yield { run }) as Ran;
}

export function* callOutside(call: OutsideCall): Steps<Answer> {
  return (yield call) as Answer;
}
