import type { Interaction, Rule } from '@backchannel/contracts';
import { panel } from '../panel.ts';
import { firstOf } from '../rules.ts';
import type { Run } from '../run.ts';
import type { Unsent } from '../speech.ts';
import type { Visit } from '../visit.ts';
import type { Kind } from './interaction.ts';
import { ask } from './speak.ts';

type Question = Extract<Interaction, { giveUp: unknown }>;

interface Asks<Type extends Question> {
  readonly content: (interaction: Type, visit: Visit) => Unsent[];
  /** Whether an answer will do where there are no rules; others are left to the dialog starters first. */
  readonly takes?: (interaction: Type, run: Run) => boolean;
}

/** What all questions have in common: they ask, wait, and let their rules and their script say where an answer leads. */
export function question<Type extends Question>({ content, takes }: Asks<Type>): Kind<Type> {
  return {
    asks: true,
    *enter(interaction, visit) {
      const elsewhere = yield* ask(interaction, visit, () => content(interaction, visit));
      return elsewhere ?? { wait: { id: visit.id, kind: 'question', for: interaction.name } };
    },
    waits: {
      *hear(interaction, visit) {
        const { run } = visit;
        if (run.said === undefined) return undefined;
        const rule = firstOf(interaction, run);
        if (rule) take(rule, visit);
        const { move } = yield* panel(interaction, 'processUserResponse', visit);
        if (move) return move;
        if (rule) return { go: rule.next };
        return interaction.rules.length === 0 && takes?.(interaction, run) ? { go: interaction.next } : undefined;
      },
      miss(interaction, visit) {
        // Buttons without rules: whatever started no dialog leads on.
        if (interaction.rules.length === 0 && !takes) return { go: interaction.next };
        const { top } = visit.run;
        if (top) top.missed += 1;
        if (interaction.fallback === undefined) return undefined;
        visit.say(interaction.fallback);
        return { resume: true };
      },
      again({ name, maxReasks, giveUp }, { missed }) {
        return missed > (maxReasks ?? missed) ? { go: giveUp } : { enter: name };
      },
    },
  };
}

function take(rule: Rule, visit: Visit) {
  for (const variable of rule.set) visit.run.memory.set(variable);
  if (rule.type === 'no_match' && rule.text !== undefined) visit.say(rule.text);
}
