import { type Bot, compileExpression, type Dialog, type Interaction } from '@backchannel/contracts';
import type { Program } from '@backchannel/sandbox';
import { compilePattern } from './pattern.ts';
import { programOf } from './scripting/program.ts';
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
  readonly survey: Dialog | undefined;
  /** Its scripts. */
  readonly program: Program;
  /** A rule's pattern; compiled when it is first asked for, and kept. */
  readonly pattern = kept(compilePattern);
  readonly expression = kept(compileExpression);

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
    this.survey = bot.dialogs.find(({ type, enabled }) => type === 'survey' && enabled);
    this.program = programOf(bot);
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

  /** Whether something may lead there. */
  leadsTo(interaction: string): boolean {
    const place = this.places.get(interaction);
    return place !== undefined && place.dialog.enabled && place.interaction.enabled;
  }
}

function kept<Result>(compile: (source: string) => Result): (source: string) => Result {
  const known = new Map<string, Result>();
  return (source) => {
    const old = known.get(source);
    if (old !== undefined) return old;
    const compiled = compile(source);
    known.set(source, compiled);
    return compiled;
  };
}
