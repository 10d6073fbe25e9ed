import type { Condition, Conditions, Json } from '@backchannel/contracts';
import { fill, type Resolve, textOf } from './template.ts';

/** What conditions are about. */
export interface Sight {
  readonly variable: Resolve;
  readonly placeholder: Resolve;
  /** Whether a regular expression is found in a text. */
  readonly finds: (expression: string, text: string) => boolean;
}

/** Whether all conditions hold, or with `any` one of them; none at all always do. */
export function allHold({ conditions, any }: Conditions, sight: Sight): boolean {
  if (conditions.length === 0) return true;
  const one = (condition: Condition) => holds(condition, sight);
  return any ? conditions.some(one) : conditions.every(one);
}

/** Whether a condition holds. What is not set compares like an empty text. */
export function holds(condition: Condition, { variable, placeholder, finds }: Sight): boolean {
  const value = variable(condition.variable);
  const set = value !== undefined && value !== null;
  const text = textOf(value);
  const filled = (given: Json) => fill(textOf(given), placeholder);
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the table below has every other one
  switch (condition.is) {
    case 'is_set':
      return set;
    case 'is_not_set':
      return !set;
    case 'in_list':
      return condition.value.some((one) => filled(one) === text);
    case 'matches':
      return finds(condition.value, text);
    default:
      return compare[condition.is](text, filled(condition.value));
  }
}

type Comparison = Exclude<Condition['is'], 'is_set' | 'is_not_set' | 'in_list' | 'matches'>;

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
