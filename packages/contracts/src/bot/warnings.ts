import type { Bot, Dialog } from './bot.ts';
import { warningsOfInteraction } from './interaction-warnings.ts';
import { placeholderWarnings } from './placeholder-warnings.ts';
import { reachOf } from './reach.ts';
import { type Finding, findingsIn, scriptWarnings } from './script-problems.ts';

/** What is probably not meant, although the bot can run. */
export function warningsOf(bot: Bot): readonly Finding[] {
  return [
    ...unreached(bot),
    ...samePatterns(bot.dialogs),
    ...findingsIn(bot, (interaction) => warningsOfInteraction(interaction, bot)),
    ...placeholderWarnings(bot),
    ...scriptWarnings(bot),
  ];
}

function unreached(bot: Bot): readonly Finding[] {
  const reach = reachOf(bot);
  if (reach.unknown) return [];
  return bot.dialogs.flatMap(({ name, enabled, interactions }, d) => {
    if (!enabled) return [];
    if (!reach.dialogs.has(name)) {
      const message =
        'nothing in the bot leads to this dialog: it has no starter, and nothing that is reached goes to it';
      return [{ path: ['dialogs', d], message }];
    }
    return interactions.flatMap((one, i) =>
      one.enabled && !reach.interactions.has(one.name)
        ? [{ path: ['dialogs', d, 'interactions', i], message: 'nothing in the bot leads to this interaction' }]
        : [],
    );
  });
}

/** The earlier dialog takes what both would. */
function samePatterns(dialogs: readonly Dialog[]): readonly Finding[] {
  const first = new Map<string, string>();
  return dialogs.flatMap(({ name, enabled, starter }, d) =>
    (enabled ? (starter?.patterns ?? []) : []).flatMap((pattern, p) => {
      const folded = pattern.toLowerCase();
      const other = first.get(folded);
      first.set(folded, other ?? name);
      if (other === undefined || other === name) return [];
      const message = `the dialog ${JSON.stringify(other)} has the same pattern, and comes first`;
      return [{ path: ['dialogs', d, 'starter', 'patterns', p], message }];
    }),
  );
}
