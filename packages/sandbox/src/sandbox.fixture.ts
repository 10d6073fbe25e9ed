import type { Json } from '@backchannel/contracts';
import type { Call, Failure, Program, Ran, ScriptName } from './call.ts';
import { Sandbox, type SandboxOptions } from './sandbox.ts';

/** Variables that scripts get and set, a way to stop, and the host for all who ask through the bot. */
const PRELUDE = `(host, stop) => {
  let variables = {};
  globalThis.bot = {
    get: (name) => variables[name],
    set: (name, value) => { variables[name] = value; },
    stop() { throw stop; },
    ask: (name, argument) => host(name, argument),
  };
  return { enter(input) { variables = input; }, leave() { return variables; } };
}`;

let programs = 0;

export function program(scripts: Record<string, string>, globals = ''): Program {
  return { id: `program-${++programs}`, prelude: PRELUDE, globals, scripts };
}

export interface Wishes {
  readonly globals?: string;
  readonly input?: Json;
  readonly now?: number;
  readonly seed?: string;
  readonly script?: ScriptName;
}

export function call(
  source: string,
  { globals, script = 'it', input = {}, now = 0, seed = 'seed' }: Wishes = {},
): Call {
  return { program: program({ it: source }, globals), script, input, now, seed };
}

/** A sandbox that is closed when the test is over. */
export function opened(options: SandboxOptions = {}): AsyncDisposable & { readonly sandbox: Sandbox } {
  const sandbox = new Sandbox({ workers: 1, ...options });
  return { sandbox, [Symbol.asyncDispose]: () => sandbox.close() };
}

export const failureOf = (ran: Ran): Failure | null => ('failed' in ran ? ran.failed : null);
export const reasonOf = (ran: Ran): string => failureOf(ran)?.reason ?? 'none';
export const outputOf = (ran: Ran): Json | undefined => ('output' in ran ? ran.output : undefined);
