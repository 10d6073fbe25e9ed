import { RE2JS } from 're2js';
import { limits } from './limits.ts';

/** A regular expression of an author, compiled. */
export interface Expression {
  /** Whether it is found anywhere in a text, without case. */
  readonly finds: (text: string) => boolean;
  /** What that takes at most: an instruction at a character is a step. */
  readonly stepsIn: (text: string) => number;
}

/**
 * In time proportional to its size and to the text (decisions, row 14). Throws where the engine does not take it: back
 * references and look-around would take endless time.
 */
export function compileExpression(source: string): Expression {
  const compiled = compile(source);
  const size = compiled.programSize();
  return {
    finds: (text) => compiled.matcher(text).find(),
    stepsIn: (text) => size * text.length,
  };
}

/** Why the engine does not take it, in a sentence. */
export function expressionProblem(source: string): string | undefined {
  try {
    compile(source);
    return undefined;
  } catch (error) {
    return `the engine does not take this expression: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Why it would be too much work, in a sentence. */
export function largeExpression(source: string): string | undefined {
  const size = compile(source).programSize();
  if (size <= limits.expressionSize) return undefined;
  return `this expression has ${size} instructions when it is compiled, more than ${limits.expressionSize}: what it repeats counts each time`;
}

const compile = (source: string) => RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
