import { RE2JS } from 're2js';

/**
 * A regular expression of an author (decisions, row 14): found anywhere in a text, without case, in time proportional to
 * the text. Throws where the engine does not take it: back references and look-around would take endless time.
 */
export function compileExpression(source: string): (text: string) => boolean {
  const compiled = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
  return (text) => compiled.matcher(text).find();
}

/** Why the engine does not take it, in a sentence. */
export function expressionProblem(source: string): string | undefined {
  try {
    compileExpression(source);
    return undefined;
  } catch (error) {
    return `the engine does not take this expression: ${error instanceof Error ? error.message : String(error)}`;
  }
}
