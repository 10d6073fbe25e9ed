export const GLOBALS_FILE = 'globals';

/** A script's name can be anything, so the engine knows it by a number. */
export const scriptFile = (index: number): string => `script/${index}`;

/** As an expression whose value is a function with this body; the next is to be tried if one does not compile. */
export function asFunctions(source: string): readonly [string, ...string[]] {
  const plain = `(function () {${source}\n})`;
  // Outside of an async function `await (x)` would call a function of that name.
  return /\bawait\b/.test(source) ? [`(async function () {${source}\n})`, plain] : [plain];
}

export interface Place {
  readonly script: string;
  readonly line: number;
}

const FRAME = /\b(?:script\/(\d+)|(globals)):(\d+)(?::\d+)?\)?\s*$/;

/** Where in the author's code a stack was, innermost first. */
export function placeIn(stack: string, names: readonly string[]): Place | null {
  for (const line of stack.split('\n')) {
    const [found, index, globals, at] = FRAME.exec(line) ?? [];
    if (!found) continue;
    const script = globals ?? names[Number(index)];
    if (script !== undefined) return { script, line: Number(at) };
  }
  return null;
}
