import type { Json } from '@backchannel/contracts';
import type { ScriptName } from './call.ts';
import type { RunTask } from './message.ts';

/** The run that a host function is called from. */
export interface HostCall {
  readonly program: string;
  readonly script: ScriptName;
  readonly input: Json;
  readonly now: number;
  readonly seed: string;
}

/**
 * For the prelude, synchronous. The argument may be anything an author's code can make of it: parse it. A run can be
 * done twice, so it must only compute. What it throws is an error with that message to the guest.
 */
export type HostFunction = (data: Json, call: HostCall, argument: Json) => Json;
export type HostFunctions = Readonly<Record<string, HostFunction>>;

export class Host {
  readonly #functions: ReadonlyMap<string, HostFunction>;
  readonly #data: Json;
  task: RunTask | null = null;

  constructor(functions: HostFunctions, data: Json) {
    this.#functions = new Map(Object.entries(functions));
    this.#data = data;
  }

  readonly answer = (name: string, argument: string): string => {
    try {
      const called = this.#functions.get(name);
      if (!called) throw new Error(`there is no host function ${JSON.stringify(name)}`);
      if (!this.task) throw new Error('host functions can be called during a run only');
      const output: Json = called(this.#data, toCall(this.task), JSON.parse(argument)) ?? null;
      return JSON.stringify({ failed: null, output });
    } catch (error) {
      return JSON.stringify({ failed: error instanceof Error ? error.message : String(error), output: null });
    }
  };
}

function toCall({ program, script, input, now, seed }: RunTask): HostCall {
  return {
    program,
    script,
    now,
    seed,
    get input(): Json {
      return JSON.parse(input);
    },
  };
}
