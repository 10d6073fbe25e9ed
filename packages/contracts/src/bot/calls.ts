import { type Token, tokensOf } from './tokens.ts';

/** A script's call of a function of `botContext`. */
export interface ContextCall {
  readonly name: string;
  /** What stands there as a text, true or false; undefined where it is only known when the script runs. */
  readonly literals: readonly (string | boolean | undefined)[];
  /** In the author's source, counted from 1. */
  readonly line: number;
}

/** The calls that can be read in a script without running it: `botContext.name(…)`. */
export function contextCallsIn(source: string): readonly ContextCall[] {
  const tokens = tokensOf(source);
  return tokens.flatMap((token, at) => {
    if (!isWord(token, 'botContext') || isDot(tokens[at - 1]) || !isDot(tokens[at + 1])) return [];
    const name = tokens[at + 2];
    if (name?.kind !== 'word' || !isMark(tokens[at + 3], '(')) return [];
    return [{ name: name.value, literals: argumentsFrom(tokens, at + 4), line: name.line }];
  });
}

const isMark = (token: Token | undefined, value: string) => token?.kind === 'other' && token.value === value;
const isWord = (token: Token | undefined, value: string) => token?.kind === 'word' && token.value === value;
const isDot = (token: Token | undefined) => isMark(token, '.') || isMark(token, '?.');

function argumentsFrom(tokens: readonly Token[], from: number): ContextCall['literals'] {
  const given: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(from)) {
    const mark = token.kind === 'other' ? token.value : '';
    if (')]}'.includes(mark) && mark !== '') depth -= 1;
    if (depth < 0) break;
    if ('([{'.includes(mark) && mark !== '') depth += 1;
    if (mark === ',' && depth === 0) given.push([]);
    else given.at(-1)?.push(token);
  }
  return given.map(literal);
}

function literal([token, ...others]: readonly Token[]): string | boolean | undefined {
  if (!token || others.length > 0) return undefined;
  if (token.kind === 'text') return token.value;
  return isWord(token, 'true') ? true : isWord(token, 'false') ? false : undefined;
}
