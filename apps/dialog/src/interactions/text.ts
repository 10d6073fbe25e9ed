import type { TextInteraction } from '@backchannel/contracts';
import type { Statement } from './interaction.ts';

export const text: Statement<TextInteraction> = {
  asks: false,
  enter(interaction, visit) {
    visit.say(interaction.text);
    return { go: interaction.next };
  },
};
