import type { Failure } from './call.ts';

export interface SandboxLimits {
  /** CPU of one run, all its promises included. */
  readonly cpuMs: number;
  /** CPU of loading a program: prelude, globals, compiling the scripts. */
  readonly loadMs: number;
  /** A worker that is silent for so much longer is ended: some builtins can't be interrupted. */
  readonly stuckMs: number;
  /** What the objects of one context may take. */
  readonly memoryBytes: number;
  readonly inputBytes: number;
  readonly outputBytes: number;
  /** Calls that go to a worker in one message. */
  readonly group: number;
  /** Programs that a worker keeps. */
  readonly programs: number;
  /** What their images may take together: beyond it those that were not used for longest are loaded again when they are. */
  readonly imageBytes: number;
}

export const DEFAULT_LIMITS: SandboxLimits = {
  cpuMs: 50,
  loadMs: 500,
  stuckMs: 1_000,
  memoryBytes: 16 * 2 ** 20,
  inputBytes: 2 ** 20,
  outputBytes: 256 * 2 ** 10,
  group: 64,
  programs: 64,
  imageBytes: 128 * 2 ** 20,
};

export function completed(limits: Partial<SandboxLimits> = {}): SandboxLimits {
  for (const [name, value] of Object.entries(limits)) {
    if (!Number.isInteger(value) || value < 1) throw new RangeError(`limits.${name} must be a whole number above 0`);
  }
  return { ...DEFAULT_LIMITS, ...limits };
}

export function tooMuch(what: 'output' | 'input', limits: SandboxLimits): Failure {
  return what === 'output'
    ? { reason: 'output', message: `the script gave more than ${limits.outputBytes} bytes` }
    : { reason: 'error', message: `the input is larger than ${limits.inputBytes} bytes` };
}
