import type { Failure, Program } from './call.ts';
import type { Engine, Token } from './engine.ts';
import { syntaxFailure, TOO_LONG, thrownFailure, whatFailed } from './failure.ts';
import type { Image } from './image.ts';
import { asFunctions, GLOBALS_FILE, scriptFile } from './source.ts';

/** A program as a worker keeps it. */
export interface Loaded {
  readonly image: Image;
  readonly names: readonly string[];
  readonly scripts: ReadonlyMap<string, Token | Failure>;
  /** The globals looked at the clock or drew a number: they are evaluated anew for every run. */
  readonly globals: string | null;
}

/** A prelude as a worker keeps it: what the programs that have it begin with. */
export interface Prepared {
  readonly prelude: string;
  readonly image: Image;
}

/** On a cleared engine, which then is as a program finds it. */
export function prepare(engine: Engine, prelude: string): Prepared | Failure {
  try {
    using factory = engine.vm.evalCode(prelude, 'prelude');
    engine.call(engine.base.tokens.setUp, factory).dispose();
    return { prelude, image: engine.capture() };
  } catch (error) {
    return whatFailed(error, { engine, names: [] });
  }
}

/** On an engine that is cleared, with the program's prelude in it. */
export function load(engine: Engine, program: Program): Loaded | Failure {
  const names = Object.keys(program.scripts);
  try {
    const scripts = new Map<string, Token | Failure>();
    names.forEach((name, index) => {
      scripts.set(name, compile(engine, { source: program.scripts[name] ?? '', index, names }));
    });
    const before = engine.capture();
    if (program.globals === '') return { image: before, names, scripts, globals: null };
    engine.clock.asked = false;
    const drawn = draws(engine);
    const failure = evaluateGlobals(engine, { source: program.globals, names });
    if (engine.budget.spent) return TOO_LONG;
    if (failure && engine.broken) return failure;
    const looked = engine.clock.asked || draws(engine) > drawn;
    if (looked) return { image: before, names, scripts, globals: program.globals };
    return failure ?? { image: engine.capture(), names, scripts, globals: null };
  } catch (error) {
    return whatFailed(error, { engine, names });
  }
}

/** Null when it went well. */
export function evaluateGlobals(
  engine: Engine,
  { source, names }: { source: string; names: readonly string[] },
): Failure | null {
  try {
    engine.vm.evalCode(source, GLOBALS_FILE).dispose();
    return settle(engine, names);
  } catch (error) {
    return whatFailed(error, { engine, names });
  }
}

/** Runs what promises wait for. A rejection that nobody handled is an error. */
export function settle(engine: Engine, names: readonly string[]): Failure | null {
  engine.vm.executePendingJobs();
  for (const reason of engine.rejections.values()) {
    using told = engine.call(engine.base.tokens.told, reason);
    const failure = thrownFailure(told.toString(), names);
    if (failure) return failure;
  }
  return null;
}

interface Script {
  readonly source: string;
  readonly index: number;
  readonly names: readonly string[];
}

function compile(engine: Engine, { source, index, names }: Script): Token | Failure {
  const [first, ...others] = asFunctions(source);
  try {
    return engine.vm.exportHandle(engine.vm.evalCode(first, scriptFile(index)));
  } catch (error) {
    for (const other of others) {
      try {
        return engine.vm.exportHandle(engine.vm.evalCode(other, scriptFile(index)));
      } catch {
        // What was wrong with the first is what is said.
      }
    }
    return syntaxFailure(error, { engine, names });
  }
}

const draws = (engine: Engine): number => engine.call(engine.base.tokens.draws).consume((count) => count.toNumber());
