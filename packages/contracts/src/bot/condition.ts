import { z } from 'zod';
import { RegularExpression } from './pattern.ts';
import { VariableName } from './words.ts';

const comparisons = [
  'equals',
  'not_equals',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'greater',
  'greater_or_equal',
  'less',
  'less_or_equal',
] as const;

/** `x` names a bot variable, `webView.x`, `attributes.x` and `env.x` what else the bot knows; `x.a[0]` a part of one. */
const Compared = z.strictObject({ variable: VariableName });
const Value = z.union([z.string(), z.number(), z.boolean()]);

/** What must hold of a variable. Compared as text, but greater and less as numbers; placeholders in values are filled. */
export const Condition = z.discriminatedUnion('is', [
  Compared.extend({ is: z.enum(comparisons), value: Value }).describe(
    'with a text, a number, true or false; as texts and with regard to case, but greater and less as numbers',
  ),
  Compared.extend({ is: z.literal('matches'), value: RegularExpression }).describe(
    'the regular expression is found in it, without regard to case',
  ),
  Compared.extend({ is: z.literal('in_list'), value: z.array(Value).min(1) }).describe('it is one of the list'),
  Compared.extend({ is: z.enum(['is_set', 'is_not_set']) }).describe(
    'without `value`; what was never set and what is null are not set',
  ),
]);
export type Condition = z.infer<typeof Condition>;

/** Conditions joined: all must hold, or with `any` one of them. */
export const Conditions = z.strictObject({
  conditions: z.array(Condition).default([]),
  any: z.boolean().default(false),
});
export type Conditions = z.infer<typeof Conditions>;
