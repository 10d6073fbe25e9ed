import { z } from 'zod';
import { expressionProblem } from '../regular-expression.ts';

/**
 * Matches a whole text, trimmed and without case: `*` is any characters, `a|b` either, `( )` a group; all else is
 * literal.
 */
export const Pattern = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .superRefine((pattern, context) => {
    const message = unbalanced(pattern);
    if (message) context.addIssue({ code: 'custom', message });
  });
export type Pattern = z.infer<typeof Pattern>;

/** Found anywhere in a text, without case. */
export const RegularExpression = z
  .string()
  .min(1)
  .max(500)
  .superRefine((source, context) => {
    const message = expressionProblem(source);
    if (message) context.addIssue({ code: 'custom', message });
  });

export const PatternMatch = z.strictObject({
  /** Any of them. */
  patterns: z.array(Pattern).min(1),
  /** Patterns that must not match. */
  exclude: z.array(Pattern).default([]),
});

/** Why a pattern's parentheses don't fit, in a sentence. */
function unbalanced(pattern: string): string | undefined {
  let depth = 0;
  for (const character of pattern) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) return 'the pattern closes a parenthesis that it has not opened';
  }
  return depth > 0 ? 'the pattern opens a parenthesis that it does not close' : undefined;
}
