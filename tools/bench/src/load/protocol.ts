import type { Measured, Target, Wanted } from './generator.ts';

/** What the bench asks of the generator's process. */
export type Order =
  | { readonly do: 'open'; readonly target: Target }
  | { readonly do: 'run'; readonly wanted: Wanted }
  | { readonly do: 'close' };

/** Of sockets the seconds that they took to open, of a run what it has measured. */
export type Result = number | Measured | null;

/** What the generator's process says. */
export type Answer =
  | { readonly said: 'done'; readonly result: Result; readonly lostSockets: number }
  /** The time that counts begins, and ends. */
  | { readonly said: 'began' }
  | { readonly said: 'ended' }
  | { readonly said: 'failed'; readonly why: string };
