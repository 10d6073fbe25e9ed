import type { Dialog, Interaction } from './bot.ts';
import type { Next } from './next.ts';

export type Path = readonly (string | number)[];

/** A place from which a bot leads on. */
export interface Target {
  readonly next: Next;
  readonly path: Path;
  /** The dialog that leads on. */
  readonly from: string;
}

/** Every place from which a bot leads on. What is switched off leads nowhere. */
export function targetsOf(dialogs: readonly Dialog[]): readonly Target[] {
  return dialogs.flatMap(({ name: from, enabled, interactions }, d) =>
    (enabled ? interactions : []).flatMap((interaction, i) =>
      (interaction.enabled ? of(interaction) : []).map(([next, ...path]) => ({
        next,
        path: ['dialogs', d, 'interactions', i, ...path],
        from,
      })),
    ),
  );
}

/** All interactions, and whether something may lead there. */
export function interactionsByName(dialogs: readonly Dialog[]): ReadonlyMap<string, boolean> {
  return new Map(
    dialogs.flatMap((dialog) =>
      dialog.interactions.map(({ name, enabled }) => [name, dialog.enabled && enabled] as const),
    ),
  );
}

type Leads = readonly [Next, ...Path];

function of(interaction: Interaction): readonly Leads[] {
  const own: Leads = [interaction.next, 'next'];
  switch (interaction.type) {
    case 'condition':
      return [own, ...interaction.if.map(({ then }, c): Leads => [then, 'if', c, 'then']), [interaction.else, 'else']];
    case 'wait':
      return [own, [interaction.onTimeout, 'onTimeout']];
    case 'page_function': {
      const onTimeout: readonly Leads[] = interaction.onTimeout ? [[interaction.onTimeout, 'onTimeout']] : [];
      return [own, [interaction.onError, 'onError'], ...onTimeout];
    }
    case 'api':
      return [own, ...ofRules(interaction.rules)];
    case 'text_question':
    case 'multiple_choice':
    case 'buttons':
    case 'quick_replies':
    case 'cards':
      return [own, [interaction.giveUp, 'giveUp'], ...ofRules(interaction.rules)];
    case 'text':
    case 'image':
    case 'private_message':
    case 'universal':
    case 'script':
    case 'transfer':
    case 'close':
      return [own];
  }
}

const ofRules = (rules: readonly { next: Next }[]): Leads[] => rules.map(({ next }, r) => [next, 'rules', r, 'next']);
