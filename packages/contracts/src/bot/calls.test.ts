import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { contextCallsIn } from './calls.ts';

const seen = (source: string) => contextCallsIn(source).map(({ name, literals, line }) => [line, name, ...literals]);

test.each([
  ['botContext.sendMessage("Hi.")', [[1, 'sendMessage', 'Hi.']]],
  ["var a = 1;\n\n botContext\n .getBotVariable ( 'a' )", [[4, 'getBotVariable', 'a']]],
  ['botContext?.setBotVariable("a", b(1, 2), true, false)', [[1, 'setBotVariable', 'a', undefined, true, false]]],
  [
    'botContext.a(botContext.b(`c`))',
    [
      [1, 'a', undefined],
      [1, 'b', 'c'],
    ],
  ],
  ["botContext.a(\"it\" + x, `${x}`, 'it\\'s')", [[1, 'a', undefined, undefined, "it's"]]],
  [
    '`one\n${botContext.a("}")} two\n` + botContext.b({ c: "," })',
    [
      [2, 'a', '}'],
      [3, 'b', undefined],
    ],
  ],
  ["botContext.a('Caf\\u00e9', 'a\\nb', 'C:\\\\new', `\\x41`)", [[1, 'a', undefined, undefined, 'C:\\new', undefined]]],
])('sees the calls in %j', (source, calls) => {
  expect(seen(source)).toEqual(calls);
});

test.each([
  '// botContext.a()',
  '/* botContext.a()\n botContext.b() */',
  '"botContext.a()"',
  "'it\\'s botContext.a()'",
  '`botContext.a()`',
  'x = /botContext.a("[/]")/g.test("")',
  'my.botContext.a()',
  'var f = botContext.a; f()',
  'notBotContext.a()',
])('there is no call in %j', (source) => {
  expect(seen(source)).toEqual([]);
});

test('a division is no regular expression', () => {
  expect(seen('a = b / 2; botContext.c(); d = e / 2')).toEqual([[1, 'c', undefined]]);
});

test('a line is counted whatever stands before it', () => {
  expect(seen('/* 1\n2 */ `3\n${1}\n4` // 5\n"6\\\n7"\n botContext.a()')).toEqual([[7, 'a', undefined]]);
});

test('any text can be read', () => {
  const pieces = [
    'botContext',
    '.',
    '(',
    ')',
    '{',
    '}',
    '`',
    '${',
    '"',
    "'",
    '/',
    '*',
    '\\',
    '\n',
    'a',
    ',',
    '\u{1F600}',
  ];
  const anything = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary' })))
    .map((all) => all.join(''));
  fc.assert(
    fc.property(anything, (source) => Array.isArray(contextCallsIn(source))),
    { numRuns: 2000 },
  );
});
