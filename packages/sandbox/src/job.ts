import type { Failure, Program, Ran } from './call.ts';
import type { Answer, Task } from './message.ts';

/** A task on the main side, until it is answered. */
export interface Job {
  readonly task: Task;
  /** What the worker must have for it. */
  readonly program: Program | null;
  readonly settle: (answer: Answer) => void;
  /** How many workers ended by themselves while they were at it. */
  deaths: number;
}

export function toRan(answer: Answer): Ran {
  if (answer !== null && typeof answer === 'object') return { failed: answer };
  return answer === null ? { output: null } : { output: JSON.parse(answer) };
}

export const isFailure = (answer: Answer): answer is Failure => answer !== null && typeof answer === 'object';
