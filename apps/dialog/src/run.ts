import { limits, type Next, type Reply, type TextReply, type TurnOpened, type Waiting } from '@backchannel/contracts';
import type { CompiledBot } from './compiled.ts';
import { Memory } from './memory.ts';
import { Position } from './position.ts';
import { split } from './split.ts';
import { fill } from './template.ts';

/** What comes next in a turn. */
export type Move =
  | { readonly go: Next }
  | { readonly enter: string }
  /** Back to the dialog that is on top of the stack now. */
  | { readonly resume: true }
  | { readonly wait: Waiting }
  | { readonly stop: true };

/** One time that the bot came to a step in a turn. */
export interface Visit {
  /** Unique in the conversation, and the same in every attempt at the turn. */
  readonly id: string;
  /** Fills a text and says it. */
  say(text: string): void;
}

/** The state of a turn while the bot works on it. The turn it comes from is not touched. */
export class Run {
  readonly bot: CompiledBot;
  /** The person's words. */
  readonly said: string;
  readonly #turn: number;
  readonly replies: Reply[] = [];
  readonly memory: Memory;
  /** Dialogs that have begun and not ended, the innermost last. */
  stack: Position[];
  waiting: Waiting | null = null;
  leaves: 'open' | 'closed' = 'open';
  readonly #notes = new Set<string>();
  readonly #visits = new Map<string, number>();
  /** The interactions that this turn has come to in one dialog, and the dialogs that it was led to. */
  #row: { dialog: string; names: string[] } = { dialog: '', names: [] };
  readonly #dialogs: string[] = [];

  constructor(bot: CompiledBot, turn: TurnOpened, said: string) {
    const { conversation, session } = turn;
    this.bot = bot;
    this.said = said;
    this.#turn = turn.turn;
    this.stack = session.stack.map((frame) => Position.parse(frame)).filter((position) => this.#known(position));
    this.memory = new Memory({ conversation, session, said }, () => this.stack);
  }

  get top(): Position | undefined {
    return this.stack.at(-1);
  }

  get notes(): string[] {
    const unresolved = [...this.memory.unresolved].map((name) => `nothing is known of {$${name}}`);
    return [...this.#notes, ...unresolved];
  }

  note(sentence: string) {
    this.#notes.add(sentence);
  }

  /** A step is an interaction's name, or empty for what the bot itself says. */
  visit(step: string): Visit {
    const number = (this.#visits.get(step) ?? 0) + 1;
    this.#visits.set(step, number);
    const id = `${this.#turn}:${step}:${number}`;
    let place = 0;
    return {
      id,
      say: (text) => {
        for (const piece of split(fill(text, this.memory.placeholder), this.bot.bot.splitChars)) {
          place += 1;
          this.replies.push({ id: `${id}:${place}`, type: 'text', text: piece } satisfies TextReply);
        }
      },
    };
  }

  /** Begins a dialog on top of the others. One that had begun already begins afresh. */
  begin(dialog: string) {
    if (this.top?.dialog === this.bot.fallback?.name) this.stack.pop();
    this.stack = this.stack.filter((position) => position.dialog !== dialog);
    this.stack.push(Position.parse({ dialog, interaction: null }));
  }

  /** What would be too much, as a sentence; otherwise the interaction counts. */
  countInteraction(name: string, dialog: string): string | undefined {
    if (this.#row.dialog !== dialog) this.#row = { dialog, names: [] };
    this.#row.names.push(name);
    if (this.#row.names.length <= limits.interactionsInARow) return undefined;
    return `stopped after ${limits.interactionsInARow} interactions without a question: ${cycle(this.#row.names)}`;
  }

  countDialog(name: string): string | undefined {
    this.#dialogs.push(name);
    if (this.#dialogs.length <= limits.dialogChanges) return undefined;
    return `stopped after ${limits.dialogChanges} changes of dialog: ${cycle(this.#dialogs)}`;
  }

  /** A session says where it stands by names; a bot that no longer has them must not get stuck. */
  #known({ dialog, interaction }: Position): boolean {
    const known = this.bot.dialogs.has(dialog) && (interaction === null || this.bot.places.has(interaction));
    if (!known) this.note(`the session stood in ${dialog}, which this version of the bot does not have`);
    return known;
  }
}

/** The circle that the last name closes; without one, all of the way. */
function cycle(names: readonly string[]): string {
  const from = Math.max(0, names.lastIndexOf(names.at(-1) ?? '', -2));
  return names
    .slice(from)
    .map((name) => JSON.stringify(name))
    .join(' → ');
}
