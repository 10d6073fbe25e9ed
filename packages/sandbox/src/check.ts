import { EvalFlags } from 'quickjs-wasi';
import type { Failure } from './call.ts';
import type { Engine } from './engine.ts';
import { syntaxFailure } from './failure.ts';
import type { CheckTask } from './message.ts';
import { asFunctions, GLOBALS_FILE, scriptFile } from './source.ts';

const NAMES = ['script'];

export function checkSource(engine: Engine, { source, as }: CheckTask): Failure | null {
  if (as === 'globals') return compiles(engine, source, GLOBALS_FILE);
  const [plain, withAwait] = asFunctions(source);
  const failure = compiles(engine, plain, scriptFile(0));
  return failure && compiles(engine, withAwait, scriptFile(0)) ? failure : null;
}

function compiles(engine: Engine, source: string, file: string): Failure | null {
  try {
    engine.vm.evalCode(source, file, EvalFlags.COMPILE_ONLY).dispose();
    return null;
  } catch (error) {
    return syntaxFailure(error, { engine, names: NAMES });
  }
}
