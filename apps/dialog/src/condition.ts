import type { Condition, Json } from '@backchannel/contracts';
import { textOf } from './template.ts';

/** Whether a condition holds of a variable's value. What is not set compares like an empty text. */
export function holds(condition: Condition, value: Json | undefined): boolean {
  const set = value !== undefined && value !== null;
  const text = textOf(value);
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the table below has every other one
  switch (condition.is) {
    case 'is_set':
      return set;
    case 'is_not_set':
      return !set;
    case 'in_list':
      return condition.value.some((one) => textOf(one) === text);
    default:
      return compare[condition.is](text, textOf(condition.value));
  }
}

type Comparison = Exclude<Condition['is'], 'is_set' | 'is_not_set' | 'in_list'>;

/** What is not a number is neither greater nor less than anything. */
const number = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));

const compare: Record<Comparison, (text: string, value: string) => boolean> = {
  equals: (text, value) => text === value,
  not_equals: (text, value) => text !== value,
  contains: (text, value) => text.includes(value),
  not_contains: (text, value) => !text.includes(value),
  starts_with: (text, value) => text.startsWith(value),
  ends_with: (text, value) => text.endsWith(value),
  greater: (text, value) => number(text) > number(value),
  greater_or_equal: (text, value) => number(text) >= number(value),
  less: (text, value) => number(text) < number(value),
  less_or_equal: (text, value) => number(text) <= number(value),
};
