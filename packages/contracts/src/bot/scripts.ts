import type { Bot, Interaction } from './bot.ts';
import type { Path } from './targets.ts';

/** Where an interaction has scripts. */
export const scriptPanels = ['script', 'preProcess', 'postProcess', 'processUserResponse', 'transformResult'] as const;
export type ScriptPanel = (typeof scriptPanels)[number];

/** A script as its author wrote it. */
export interface BotScript {
  readonly kind: 'script' | 'globals';
  readonly source: string;
  readonly path: Path;
  /** False where its interaction, or the dialog, is switched off: it never runs. */
  readonly runs: boolean;
}

/** All scripts of a bot, those that are switched off included. */
export function scriptsOf({ globals, dialogs }: Pick<Bot, 'globals' | 'dialogs'>): readonly BotScript[] {
  return [
    ...(globals === undefined ? [] : [{ kind: 'globals', source: globals, path: ['globals'], runs: true } as const]),
    ...dialogs.flatMap(({ enabled, interactions }, d) =>
      interactions.flatMap((interaction, i) =>
        panelsOf(interaction, ['dialogs', d, 'interactions', i]).map((script) => ({
          ...script,
          runs: enabled && script.runs,
        })),
      ),
    ),
  ];
}

/** The scripts of one interaction. */
export function panelsOf(interaction: Interaction, path: Path = []): readonly BotScript[] {
  const sources = interaction as { readonly [Panel in ScriptPanel]?: string };
  return scriptPanels.flatMap((panel) => {
    const source = sources[panel];
    return source === undefined
      ? []
      : [{ kind: 'script', source, path: [...path, panel], runs: interaction.enabled } as const];
  });
}
