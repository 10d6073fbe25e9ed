import { compileExpression, largeExpression } from '@backchannel/contracts';
import { array, assert, constant, constantFrom, letrec, oneof, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern, fold } from './pattern.ts';

const literals = (pattern: string, text: string) => compilePattern(pattern).match(fold(text));
const matches = (pattern: string, text: string) => literals(pattern, text) !== undefined;

describe('the documented examples:', () => {
  const examples: [pattern: string, ...texts: string[]][] = [
    ['*home*', 'homes', 'home run', 'home is where the heart is'],
    ['(hi|hello|hey)*', 'hi', 'hello there', 'hey you'],
    ['hi *', 'hi there'],
    [
      'I want a pair of (headphones|head phones|earbuds|earphones)',
      'I want a pair of headphones',
      'I want a pair of head phones',
      'I want a pair of earbuds',
      'I want a pair of earphones',
    ],
    ['* (some|a pair of) (headphones|earbuds)*', 'I need some headphones please', 'get me a pair of earbuds'],
    ['(thank(|s)|thank you)*', 'thank', 'thanks a lot', 'thank you'],
    ['*store', 'In-Store', 'store'],
    ['web*', 'Website'],
    ['file_upload_success:*', 'file_upload_success:done', 'file_upload_success:'],
    ['hello', 'hello', 'Hello', '  HELLO \n'],
  ];
  for (const [pattern, ...texts] of examples) {
    for (const text of texts) test(`${pattern} matches "${text}"`, () => expect(matches(pattern, text)).toBe(true));
  }

  const strangers: [pattern: string, text: string][] = [
    ['hello', 'hello there'],
    ['hi *', 'hi'],
    ['*store', 'stores'],
    ['web*', 'the web'],
    ['* (some|a pair of) (headphones|earbuds)*', 'some headphones'],
    ['(hi|hello|hey)*', 'oh hi'],
  ];
  for (const [pattern, text] of strangers) {
    test(`${pattern} does not match "${text}"`, () => expect(matches(pattern, text)).toBe(false));
  }
});

test('everything else is literal', () => {
  expect(matches('Quiz Me! [a-z]+ $1.00 \\d ^?', 'quiz me! [A-Z]+ $1.00 \\D ^?')).toBe(true);
  expect(matches('1.00', '1x00')).toBe(false);
});

test('a * crosses lines', () => {
  expect(matches('a*b', 'a\n\r\u2028b')).toBe(true);
});

test('the way an accent is encoded, and the case of letters beyond ASCII, make no difference', () => {
  expect(matches('caf\u00e9*', 'CAFE\u0301 au lait')).toBe(true);
  expect(matches('ΟΔΟΣ*', 'οδοσα')).toBe(true);
});

test('the most literal way to match counts', () => {
  expect(literals('(hi|hi there)*', 'hi there you')).toBe(8);
  expect(literals('(ax|a)(xyz|)*', 'axyz')).toBe(4);
  expect(literals('*', 'anything')).toBe(0);
});

test('a pattern that drives others mad takes no time', () => {
  const pattern = compilePattern(`${'(a|a*)'.repeat(60)}b`);
  const begun = performance.now();
  expect(pattern.match('a'.repeat(4000))).toBeUndefined();
  expect(performance.now() - begun).toBeLessThan(2000);
});

test('a regular expression as large as may be takes little time', { tags: 'long' }, () => {
  const begun = performance.now();
  for (const source of ['.{0,990}y', '(x+x+)+y', '(x?){499}y', '(.*x){390}y']) {
    expect(largeExpression(source)).toBeUndefined();
    expect(compileExpression(source).finds('x'.repeat(4000))).toBe(false);
  }
  expect(performance.now() - begun).toBeLessThan(4000);
});

test('alternatives of alternatives are not written out', () => {
  expect(compilePattern('(a|b)'.repeat(80)).spellings).toBeUndefined();
  expect(matches('(a|b)'.repeat(80), 'ab'.repeat(40))).toBe(true);
});

// The simplest way to say what a pattern means: all ways to read it, one after the other.
type Tree = string | null | Tree[][];

function* endings(nodes: readonly Tree[], text: string): Generator<{ rest: string; literals: number }> {
  const [node, ...others] = nodes;
  if (node === undefined) {
    yield { rest: text, literals: 0 };
  } else if (typeof node === 'string') {
    if (!text.startsWith(node)) return;
    for (const end of endings(others, text.slice(node.length))) yield { ...end, literals: end.literals + node.length };
  } else if (node === null) {
    for (let skip = 0; skip <= text.length; skip += 1) yield* endings(others, text.slice(skip));
  } else {
    for (const branch of node) yield* endings([...branch, ...others], text);
  }
}

function reference(tree: readonly Tree[], text: string): number | undefined {
  const found = [...endings(tree, text)].filter(({ rest }) => rest === '').map((end) => end.literals);
  return found.length > 0 ? Math.max(...found) : undefined;
}

const written = (nodes: readonly Tree[]): string =>
  nodes
    .map((node) => (node === null ? '*' : typeof node === 'string' ? node : `(${node.map(written).join('|')})`))
    .join('');

const { nodes } = letrec<{ node: Tree; nodes: Tree[] }>((tie) => ({
  node: oneof(
    { maxDepth: 3, withCrossShrink: true },
    constantFrom('a', 'b', 'ab', '.'),
    constant(null),
    array(tie('nodes'), { minLength: 1, maxLength: 3 }),
  ),
  nodes: array(tie('node'), { maxLength: 4 }),
}));
const text = array(constantFrom('a', 'b', '.'), { maxLength: 7 }).map((letters) => letters.join(''));

test('a pattern means what all ways to read it mean', { tags: 'long' }, () => {
  assert(
    property(nodes, text, (tree, said) => {
      expect(compilePattern(written(tree)).match(said)).toBe(reference(tree, said));
    }),
    { numRuns: 3000 },
  );
});

test('what a pattern needs is in every text that it matches', () => {
  assert(
    property(nodes, text, (tree, said) => {
      const { match, needs, spellings } = compilePattern(written(tree));
      const needed = needs?.some((one) => said.includes(one)) ?? true;
      const spelt = spellings?.includes(said) ?? true;
      expect(match(said) === undefined || (needed && spelt)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
