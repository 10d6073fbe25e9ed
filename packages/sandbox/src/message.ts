import type { Json } from '@backchannel/contracts';
import type { Failure, Program, ScriptName } from './call.ts';
import type { EngineModule } from './engine-module.ts';
import type { SandboxLimits } from './limits.ts';

export type SourceKind = 'script' | 'globals';

export interface RunTask {
  readonly kind: 'run';
  readonly program: string;
  readonly script: ScriptName;
  /** As JSON. */
  readonly input: string;
  readonly now: number;
  readonly seed: string;
}

export interface CheckTask {
  readonly kind: 'check';
  readonly source: string;
  readonly as: SourceKind;
}

export type Task = RunTask | CheckTask;

/** To a worker. Which programs a worker keeps is decided on the main side. */
export interface Group {
  readonly load: readonly Program[];
  readonly drop: readonly string[];
  readonly tasks: readonly Task[];
}

/** What leave() gave, as JSON; null for a check that found nothing. */
export type Answer = string | Failure | null;

/** From a worker: the next answers of its group, in the order of the tasks. */
export interface Answers {
  readonly answers: readonly Answer[];
}

export interface WorkerData {
  readonly engine: EngineModule;
  readonly limits: SandboxLimits;
  readonly data: Json;
  /** What the worker is at. */
  readonly progress: Int32Array;
}

/** Places in `progress`: a count that changes with every step, the task of the group that is in hand, its CPU. */
export const STEP = 0;
export const TASK = 1;
export const ALLOWED_MS = 2;
export const PROGRESS_BYTES = 12;
export const NO_TASK = -1;
