import type { Json } from '@backchannel/contracts';

/** The scripts of one version of a bot. */
export interface Program {
  /** Unique for its content: a worker loads a program once and keeps it, the least recently used goes. */
  readonly id: string;
  /**
   * Code of ours, evaluated first: an expression whose value is `(host, stop) => ({ enter(input), leave() })`. README
   * says what it may rely on.
   */
  readonly prelude: string;
  /** The author's global functions: a script whose top-level names every other script sees. */
  readonly globals: string;
  /** The author's scripts by name, each the body of a function of its own. */
  readonly scripts: Readonly<Record<string, string>>;
}

/** A name in `scripts`, or a function of the globals. */
export type ScriptName = string | { readonly global: string };

export interface Call {
  readonly program: Program;
  readonly script: ScriptName;
  readonly input: Json;
  /** What Date says throughout, and what Math.random is seeded with: the same call always gives the same. */
  readonly now: number;
  readonly seed: string;
}

/** What leave() gave, or why there is nothing. */
export type Ran = { readonly output: Json } | { readonly failed: Failure };

export interface Failure {
  readonly reason: 'syntax' | 'error' | 'time' | 'memory' | 'output' | 'missing' | 'worker';
  /** A sentence; for an author's error its name and message. */
  readonly message: string;
  /** Where in the author's source: a script's name or 'globals', and the line, counted from 1. */
  readonly script?: string;
  readonly line?: number;
}
