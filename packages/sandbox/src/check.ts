import { EvalFlags } from 'quickjs-wasi';
import type { Failure } from './call.ts';
import type { Engine } from './engine.ts';
import { syntaxFailure } from './failure.ts';
import type { CheckTask } from './message.ts';
import { asFunctions, GLOBALS_FILE, scriptFile } from './source.ts';

const NAMES = ['script'];

export function checkSource(engine: Engine, { source, as }: CheckTask): Failure | null {
  if (as === 'globals') return compiles(engine, source, GLOBALS_FILE);
  const failures = asFunctions(source).map((each) => compiles(engine, each, scriptFile(0)));
  return failures.includes(null) ? null : (failures[0] ?? null);
}

function compiles(engine: Engine, source: string, file: string): Failure | null {
  try {
    engine.vm.evalCode(source, file, EvalFlags.COMPILE_ONLY).dispose();
    return null;
  } catch (error) {
    return syntaxFailure(error, { engine, names: NAMES });
  }
}
