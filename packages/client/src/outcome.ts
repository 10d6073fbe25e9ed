import type { ProblemCode } from './problem.ts';

/** Why less happened than was asked for. */
export type Note = 'message_too_late' | 'page_result_stale' | 'deadline_passed' | 'not_transferred';

/** A post that was taken: `accepted` is durable, `answered` and `applied` (nothing to say) are its outcome. */
export interface Accepted {
  readonly inputId: string;
  readonly status: 'accepted' | 'answered' | 'applied';
  readonly note?: Note | undefined;
  readonly turn?: number | undefined;
}

/** What is known of a post. */
export interface Receipt {
  readonly inputId: string;
  readonly outcome: 'accepted' | 'refused' | 'applied' | 'answered' | 'rejected' | 'failed';
  /** With `refused`, `rejected` and `failed`: why. */
  readonly code: ProblemCode | null;
  readonly note: Note | null;
  /** The field that was refused, as a JSON pointer into the body. */
  readonly pointer: string | null;
  /** How far it has come, and when; `ms` since the stage before. */
  readonly stages: readonly { readonly stage: string; readonly at: string; readonly ms: number }[];
}

/** How a post that went well has ended. */
export interface Outcome {
  readonly inputId: string;
  readonly status: 'answered' | 'applied';
  readonly note?: Note | undefined;
}
