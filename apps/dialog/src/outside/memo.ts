import type { Answered } from './answer.ts';

/** How long a turn may be tried again. */
export const KEPT_MS = 24 * 60 * 60 * 1000;

/** The answers of outside calls, each kept for a day: a turn that is worked on again does not ask again. */
export interface Memo {
  get(key: string): Promise<Answered | null>;
  /** Keeps the first answer of a key, and resolves with it once it is durable: of two that asked at the same time both go on with one. */
  put(key: string, answer: Answered): Promise<Answered>;
  close(): Promise<void>;
}
