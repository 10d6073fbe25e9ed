import type { Condition, Json } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { holds } from './condition.ts';

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
  ['is_set', undefined, ['', 0, false], [null, undefined]],
];
for (const [is, value, yes, no] of cases) {
  test(`${is} ${JSON.stringify(value)}`, () => {
    expect(yes.map((one) => holds(compared(is, value), one))).toEqual(yes.map(() => true));
    expect(no.map((one) => holds(compared(is, value), one))).toEqual(no.map(() => false));
  });
}

test('is_not_set is the opposite of is_set', () => {
  expect([null, undefined, '', 0].map((value) => holds(compared('is_not_set'), value))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
