import type { Bot, Dialog, Interaction } from '@backchannel/contracts';
import { type CompiledPattern, compilePattern } from './pattern.ts';
import { Starters } from './starters.ts';

/** Where an interaction stands. */
export interface Place {
  readonly interaction: Interaction;
  readonly dialog: Dialog;
  readonly index: number;
}

/** A version of a bot, arranged for answering. */
export class CompiledBot {
  readonly bot: Bot;
  readonly version: number;
  readonly starters: Starters;
  readonly dialogs: ReadonlyMap<string, Dialog>;
  readonly places: ReadonlyMap<string, Place>;
  readonly fallback: Dialog | undefined;
  readonly #patterns = new Map<string, CompiledPattern>();

  constructor(bot: Bot, version: number) {
    this.bot = bot;
    this.version = version;
    this.starters = new Starters(bot.dialogs);
    this.dialogs = new Map(bot.dialogs.map((dialog) => [dialog.name, dialog]));
    this.places = new Map(
      bot.dialogs.flatMap((dialog) =>
        dialog.interactions.map((interaction, index) => [interaction.name, { interaction, dialog, index }] as const),
      ),
    );
    this.fallback = bot.dialogs.find(({ type, enabled }) => type === 'fallback' && enabled);
  }

  /** A rule's pattern; compiled when it is first asked for, and kept. */
  pattern(source: string): CompiledPattern {
    const known = this.#patterns.get(source);
    if (known) return known;
    const pattern = compilePattern(source);
    this.#patterns.set(source, pattern);
    return pattern;
  }

  /** The interaction of that name in one of its dialogs. */
  place(name: string): Place {
    const place = this.places.get(name);
    if (!place) throw new Error(`there is no interaction ${JSON.stringify(name)}`);
    return place;
  }

  dialog(name: string): Dialog {
    const dialog = this.dialogs.get(name);
    if (!dialog) throw new Error(`there is no dialog ${JSON.stringify(name)}`);
    return dialog;
  }
}
