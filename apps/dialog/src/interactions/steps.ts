import type { ConditionInteraction, ScriptInteraction } from '@backchannel/contracts';
import { allHold } from '../condition.ts';
import { panel } from '../panel.ts';
import type { Kind } from './interaction.ts';

export const script: Kind<ScriptInteraction> = {
  *enter(interaction, visit) {
    const { move } = yield* panel(interaction, 'script', visit);
    return move ?? { go: interaction.next };
  },
};

export const condition: Kind<ConditionInteraction> = {
  // oxlint-disable-next-line require-yield -- it needs nothing from outside
  *enter(interaction, { run }) {
    const place = interaction.if.findIndex((one) => allHold(one, run.sight));
    const held = interaction.if[place];
    run.trace(`${interaction.name}: ${held ? `condition ${place + 1} holds` : 'no condition holds'}`);
    return { go: held ? held.then : interaction.else };
  },
};
