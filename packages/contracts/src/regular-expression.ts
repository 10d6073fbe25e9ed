import { RE2JS } from 're2js';
import { limits } from './limits.ts';

const compile = (source: string) => RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);

/**
 * A regular expression of an author (decisions, row 14): found anywhere in the beginning of a text, without case, in time
 * proportional to that and to its size. Throws where the engine does not take it: back references and look-around would
 * take endless time.
 */
export function compileExpression(source: string): (text: string) => boolean {
  const compiled = compile(source);
  return (text) => compiled.matcher(text.slice(0, limits.messageChars)).find();
}

/** Why it is not to be used, in a sentence. */
export function expressionProblem(source: string): string | undefined {
  try {
    const size = compile(source).programSize();
    if (size <= limits.expressionSize) return undefined;
    return `this expression has ${size} instructions when it is compiled, more than ${limits.expressionSize}: what it repeats counts each time`;
  } catch (error) {
    return `the engine does not take this expression: ${error instanceof Error ? error.message : String(error)}`;
  }
}
