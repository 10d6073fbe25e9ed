import type { ApiInteraction, ApiRule, Interaction, Rule } from '@backchannel/contracts';
import { choiceOf } from './choice.ts';
import { allHold } from './condition.ts';
import { fold } from './pattern.ts';
import type { Run } from './run.ts';

type Question = Extract<Interaction, { giveUp: unknown }>;

/** The first rule that holds of the answer; the rule for no match is asked last, wherever it stands. */
export function firstOf(question: Question, run: Run): Rule | undefined {
  const { name, rules } = question;
  const others = (rule: Rule) => rule.type !== 'no_match';
  const holds = (rule: Rule) => matches(rule, question, run) && allHold(rule, run.sight);
  const rule = rules.find((one) => others(one) && holds(one)) ?? rules.find((one) => !others(one) && holds(one));
  if (rule) run.trace(`${name}: ${spoken(rule, rules)} takes the answer`);
  return rule;
}

function matches(rule: Rule, question: Question, run: Run): boolean {
  const said = run.said ?? '';
  switch (rule.type) {
    case 'pattern': {
      const text = fold(said);
      const fits = (source: string) => run.bot.pattern(source).match(text) !== undefined;
      return rule.patterns.some(fits) && !rule.exclude.some(fits);
    }
    case 'regex':
      return run.finds(rule.expression, said);
    case 'exact':
      return rule.values.includes(said);
    case 'choice': {
      const choices = question.type === 'multiple_choice' ? question.choices : [];
      const choice = choiceOf(choices, run);
      return choice !== undefined && rule.choices.includes(choice);
    }
    case 'variables':
    case 'no_match':
      return true;
  }
}

/** The first rule that holds of what an API did. */
export function apiRuleFor({ name, rules }: ApiInteraction, run: Run): ApiRule | undefined {
  const result = run.api?.successful ? 'success' : 'failure';
  const rule = rules.find((one) => one.type === result && allHold(one, run.sight));
  if (rule) run.trace(`${name}: ${spoken(rule, rules)} holds`);
  return rule;
}

function spoken(rule: Rule | ApiRule, rules: readonly (Rule | ApiRule)[]): string {
  const name = rule.name === undefined ? '' : ` ${JSON.stringify(rule.name)}`;
  return `rule ${rules.indexOf(rule) + 1}${name} (${rule.type})`;
}
