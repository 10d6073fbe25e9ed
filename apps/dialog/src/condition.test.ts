import { type Condition, compileExpression, type Json } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { allHold, holds as holdsIn, type Sight } from './condition.ts';

const sightOf = (value: Json | undefined): Sight => ({
  variable: (name) => (name === 'x' ? value : undefined),
  placeholder: (name) => (name === '$userMessage' ? 'hello' : undefined),
  finds: (expression, text) => compileExpression(expression).finds(text),
});
const holds = (condition: Condition, value: Json | undefined) => holdsIn(condition, sightOf(value));

type Value = string | number | boolean;
const compared = (is: string, value?: Value | Value[]) => ({ variable: 'x', is, value }) as Condition;

const cases: [is: string, value: Value | Value[] | undefined, yes: Json[], no: (Json | undefined)[]][] = [
  ['equals', '12', ['12', 12], ['13', undefined, 'a12']],
  ['not_equals', 'a', ['b', 'A'], ['a']],
  ['contains', 'ell', ['hello'], ['ELL', null]],
  ['not_contains', 'ell', ['help', null], ['hello']],
  ['starts_with', 'he', ['hello'], ['the']],
  ['ends_with', 'lo', ['hello'], ['lot']],
  ['greater', 9, ['10', 9.5], ['9', 'many', '', null]],
  ['greater_or_equal', 9, ['9', 10], ['8', true]],
  ['less', 9, ['-1', 8], ['9', '', undefined]],
  ['less_or_equal', '9', [9], ['10', 'few']],
  ['in_list', ['a', 1, true], ['a', '1', 1, true], ['b', undefined]],
  ['matches', '^h.l+o$', ['hello', 'HALLO'], ['help', undefined]],
  ['equals', '{$userMessage}', ['hello'], ['{$userMessage}']],
  ['is_set', undefined, ['', 0, false], [null, undefined]],
];
for (const [is, value, yes, no] of cases) {
  test(`${is} ${JSON.stringify(value)}`, () => {
    expect(yes.map((one) => holds(compared(is, value), one))).toEqual(yes.map(() => true));
    expect(no.map((one) => holds(compared(is, value), one))).toEqual(no.map(() => false));
  });
}

test('a regular expression looks at the whole of a long text', () => {
  const isNumber = (text: string) => holds(compared('matches', '^[0-9]+$'), text);
  expect([isNumber('1'.repeat(60_000)), isNumber(`${'1'.repeat(59_999)}x`)]).toEqual([true, false]);
});

test('is_not_set is the opposite of is_set', () => {
  expect([null, undefined, '', 0].map((value) => holds(compared('is_not_set'), value))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('all of several conditions must hold, or with any one of them; none at all always do', () => {
  const yes = compared('equals', 'a');
  const no = compared('equals', 'b');
  expect(allHold({ conditions: [yes, no], any: false }, sightOf('a'))).toBe(false);
  expect(allHold({ conditions: [yes, yes], any: false }, sightOf('a'))).toBe(true);
  expect(allHold({ conditions: [yes, no], any: true }, sightOf('a'))).toBe(true);
  expect(allHold({ conditions: [no], any: true }, sightOf('a'))).toBe(false);
  expect(allHold({ conditions: [], any: true }, sightOf('a'))).toBe(true);
});
