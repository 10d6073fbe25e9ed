import type { Failure } from './call.ts';
import type { Engine, Token } from './engine.ts';
import { TOO_LONG, thrownFailure, whatFailed } from './failure.ts';
import { type SandboxLimits, tooMuch } from './limits.ts';
import { evaluateGlobals, type Loaded, settle } from './loaded.ts';
import type { Answer, RunTask } from './message.ts';
import { seedNumber } from './seed.ts';

interface Work {
  readonly task: RunTask;
  readonly limits: SandboxLimits;
}

/** On an engine that the program's image was put into. */
export function run(engine: Engine, loaded: Loaded, work: Work): Answer {
  engine.clock.now = work.task.now;
  engine.budget.start(work.limits.cpuMs);
  const answer = attempt(engine, loaded, work);
  // Promises turn an interruption into a rejection like any other.
  return engine.budget.spent ? TOO_LONG : answer;
}

function attempt(engine: Engine, loaded: Loaded, { task, limits }: Work): Answer {
  const { vm, base } = engine;
  const { names } = loaded;
  try {
    using seed = vm.newNumber(seedNumber(task.seed));
    engine.call(base.tokens.seed, seed).dispose();

    const unready = loaded.globals === null ? null : evaluateGlobals(engine, { source: loaded.globals, names });
    if (unready) return unready;
    const script = find(engine, loaded, task);
    if (typeof script === 'object') return script;

    using called = vm.importHandle(script);
    using input = vm.newString(task.input);
    if (!input.isString) return { reason: 'memory', message: 'the input does not fit beside the program' };
    const started = engine.call(base.tokens.start, called, input).consume((told) => told.toString());
    const failed = thrownFailure(started, names) ?? settle(engine, names);
    if (failed) return failed;

    const finished = engine.call(base.tokens.finish).consume((told) => told.toString());
    const failure = thrownFailure(finished, names);
    if (failure) return failure;
    const output = finished.slice(1);
    return Buffer.byteLength(output) > limits.outputBytes ? tooMuch('output', limits) : output;
  } catch (error) {
    return whatFailed(error, { engine, names });
  }
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$_]*$/u;

function find({ vm }: Engine, { scripts }: Loaded, { script }: RunTask): Token | Failure {
  if (typeof script === 'string') {
    return scripts.get(script) ?? { reason: 'missing', message: `there is no script ${JSON.stringify(script)}` };
  }
  const name = script.global;
  const missing: Failure = { reason: 'missing', message: `the globals have no function ${JSON.stringify(name)}` };
  if (!IDENTIFIER.test(name)) return missing;
  // A global may be a function, a const or a let: only code sees them all.
  const found = vm.evalCode(`typeof ${name} === 'function' ? ${name} : undefined`, 'find');
  return found.isUndefined ? missing : vm.exportHandle(found);
}
