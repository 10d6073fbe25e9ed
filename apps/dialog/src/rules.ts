import type { Next, Rule } from '@backchannel/contracts';
import { holds } from './condition.ts';
import { fold } from './pattern.ts';
import type { Run } from './run.ts';

/** Where the first rule that holds leads, having set its variables; the rule for no match is asked last. */
export function follow(rules: readonly Rule[], step: string, run: Run): Next | undefined {
  const rule =
    rules.find((candidate) => candidate.type !== 'no_match' && applies(candidate, run)) ??
    rules.find(({ type }) => type === 'no_match');
  if (!rule) return undefined;
  for (const variable of rule.set) run.memory.set(variable);
  if (rule.type === 'no_match' && rule.text !== undefined) run.visit(step).say(rule.text);
  return rule.next;
}

function applies(rule: Exclude<Rule, { type: 'no_match' }>, run: Run): boolean {
  const text = fold(run.said);
  const matches = (source: string) => run.bot.pattern(source).match(text) !== undefined;
  if (!rule.patterns.some(matches) || rule.exclude.some(matches)) return false;
  if (rule.conditions.length === 0) return true;
  const results = rule.conditions.map((condition) => holds(condition, run.memory.variable(condition.variable)));
  return rule.any ? results.includes(true) : !results.includes(false);
}
