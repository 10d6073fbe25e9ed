import type { Interaction } from './bot.ts';
import type { Next } from './next.ts';

/** Where an interaction may lead by itself, what can't happen left out. */
export function leadsOf(interaction: Interaction): readonly Next[] {
  switch (interaction.type) {
    case 'condition':
      return [...interaction.if.map(({ then }) => then), interaction.else];
    case 'wait':
      return [interaction.next, ...(interaction.timeoutMs === undefined ? [] : [interaction.onTimeout])];
    case 'page_function':
      return [interaction.next, interaction.onError, interaction.onTimeout ?? interaction.onError];
    case 'api':
      return [interaction.next, ...interaction.rules.map(({ next }) => next)];
    case 'text_question':
    case 'multiple_choice':
    case 'buttons':
    case 'quick_replies':
    case 'cards': {
      const { rules, next, maxReasks, giveUp } = interaction;
      const answered = rules.length === 0 ? [next] : rules.map((rule) => rule.next);
      return maxReasks === undefined ? answered : [...answered, giveUp];
    }
    case 'transfer':
    case 'close':
      return [];
    case 'text':
    case 'image':
    case 'private_message':
    case 'universal':
    case 'script':
      return [interaction.next];
  }
}
