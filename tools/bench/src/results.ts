import type { Cost, Step } from './measure/step.ts';
import type { Environment } from './report/environment.ts';

/** All that a run has measured, as its file has it. */
export interface Results {
  readonly command: string;
  readonly environment: Environment;
  readonly ladders: LadderResult[];
  readonly half: HalfResult[];
  readonly overload: OverloadResult[];
  readonly idle: IdleResult[];
  readonly sockets: SocketsResult[];
  readonly hooks: HooksResult[];
}

/** A system is visited twice in a round, there and back: what the machine does meanwhile hits both ends alike. */
interface OfRound {
  readonly system: string;
  readonly round: number;
}
export interface LadderResult extends OfRound {
  readonly steps: readonly Step[];
}
export interface HalfResult extends OfRound {
  readonly step: Step;
}
interface OverloadResult {
  readonly system: string;
  /** What the system carries. */
  readonly most: number;
  /** Twice that; `then` it was half of it. */
  readonly over: Step;
  /** From the end of the overload until all posts are answered in time again, and stay so; null if that was not seen. */
  readonly recoverySeconds: number | null;
}
interface IdleResult {
  readonly system: string;
  /** Nobody is there. */
  readonly alone: Readonly<Record<string, Cost>>;
  /** The sockets of all conversations are open. */
  readonly withSockets: Readonly<Record<string, Cost>>;
  readonly conversations: number;
}
interface SocketsResult {
  readonly system: string;
  readonly sockets: number;
  readonly wanted: number;
  readonly openSeconds: number;
  /** Of chat, before and after they were opened. */
  readonly before: Cost;
  readonly after: Cost;
}
interface HooksResult {
  readonly system: string;
  readonly step: Step;
}

export function noResults(command: string, environment: Environment): Results {
  return { command, environment, ladders: [], half: [], overload: [], idle: [], sockets: [], hooks: [] };
}
