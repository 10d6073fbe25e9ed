import { largeExpression } from '../regular-expression.ts';
import type { Bot, Interaction } from './bot.ts';
import type { Condition } from './condition.ts';
import { type Finding, findingsIn } from './script-problems.ts';
import type { Path } from './targets.ts';

type Written = readonly [expression: string, ...Path];

/** Asked of authors alone: a version that is published stays readable, whatever the limit was then. */
export function expressionProblemsOf(bot: Pick<Bot, 'dialogs'>): readonly Finding[] {
  return findingsIn(bot, (interaction) =>
    expressionsIn(interaction).flatMap(([expression, ...path]) => {
      const message = largeExpression(expression);
      return message === undefined ? [] : [{ path, message }];
    }),
  );
}

function expressionsIn(interaction: Interaction): readonly Written[] {
  if (interaction.type === 'condition') {
    return interaction.if.flatMap(({ conditions }, c) => inConditions(conditions, ['if', c]));
  }
  const rules = 'rules' in interaction ? interaction.rules : [];
  return rules.flatMap((rule, r) => {
    const own: Written[] = rule.type === 'regex' ? [[rule.expression, 'rules', r, 'expression']] : [];
    return [...own, ...inConditions(rule.conditions, ['rules', r])];
  });
}

const inConditions = (conditions: readonly Condition[], path: Path): readonly Written[] =>
  conditions.flatMap((condition, c) =>
    condition.is === 'matches' ? [[condition.value, ...path, 'conditions', c, 'value'] as const] : [],
  );
