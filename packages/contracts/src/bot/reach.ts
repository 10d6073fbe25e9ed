import type { Bot, Dialog } from './bot.ts';
import { leadsOf } from './leads.ts';
import { panelsOf, scriptsOf } from './scripts.ts';
import { triggersIn } from './triggers.ts';

/** What a conversation can come to. */
export interface Reach {
  readonly dialogs: ReadonlySet<string>;
  readonly interactions: ReadonlySet<string>;
  /** A script leads to what is only known when it runs: that may be anything. */
  readonly unknown: boolean;
}

interface Place {
  readonly dialog: Dialog;
  readonly index: number;
}

/** Follows a bot from where dialogs begin by themselves. */
export function reachOf(bot: Pick<Bot, 'dialogs' | 'globals'>): Reach {
  const all = bot.dialogs.filter(({ enabled }) => enabled);
  const places = new Map(all.flatMap(placesOf));
  const dialogs = new Set<string>();
  const interactions = new Set<string>();
  const open: Place[] = [];

  const come = (name: string): Dialog | undefined => {
    const place = places.get(name);
    if (place && !interactions.has(name)) {
      interactions.add(name);
      dialogs.add(place.dialog.name);
      open.push(place);
    }
    return place?.dialog;
  };
  const goOn = (dialog: Dialog, from: number) => {
    const next = dialog.interactions.slice(from).find(({ enabled }) => enabled);
    if (next) come(next.name);
  };
  const begin = (name: string): Dialog | undefined => {
    const dialog = all.find((one) => one.name === name);
    if (dialog) {
      dialogs.add(name);
      goOn(dialog, 0);
    }
    return dialog;
  };

  for (const { name, type, starter } of all) if (starter || type !== 'dialog') begin(name);
  // Any script may call a global function.
  for (const name of triggersIn(scriptsOf({ ...bot, dialogs: [] })).names) come(name);
  for (let place = open.pop(); place; place = open.pop()) {
    const { dialog, index } = place;
    const interaction = dialog.interactions[index];
    if (!interaction) continue;
    const targets = [
      ...leadsOf(interaction),
      ...triggersIn(panelsOf(interaction)).names.map((name) => ({ interaction: name })),
    ];
    for (const next of targets) {
      if (next === 'next') goOn(dialog, index + 1);
      if (typeof next === 'string') continue;
      const other = 'dialog' in next ? begin(next.dialog) : come(next.interaction);
      // When the other dialog ends, this one goes on behind the step that led there.
      if (other !== dialog) goOn(dialog, index + 1);
    }
  }
  return { dialogs, interactions, unknown: triggersIn(scriptsOf(bot).filter(({ runs }) => runs)).unknown };
}

function placesOf(dialog: Dialog): (readonly [string, Place])[] {
  return dialog.interactions.flatMap(({ name, enabled }, index) =>
    enabled ? [[name, { dialog, index }] as const] : [],
  );
}
