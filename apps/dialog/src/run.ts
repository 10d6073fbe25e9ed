import {
  limits,
  type Next,
  type Reply,
  type Session,
  shownOf,
  type TurnAnswered,
  type TurnOpened,
  type Waiting,
} from '@backchannel/contracts';
import type { CompiledBot } from './compiled.ts';
import type { Sight } from './condition.ts';
import { LoopGuard } from './loop-guard.ts';
import { Memory } from './memory.ts';
import { type Api, type Kept, ownOf, Position } from './position.ts';
import type { Unsent } from './speech.ts';
import { Visit } from './visit.ts';

/** What comes next in a turn. */
export type Move =
  | { readonly go: Next }
  | { readonly enter: string }
  /** Begins a dialog that nobody has asked for: it does not count as a change. */
  | { readonly begin: string }
  /** Back to the dialog that is on top of the stack now. */
  | { readonly resume: true }
  | { readonly wait: Waiting }
  /** Nothing comes any more, and no dialog is open. */
  | { readonly stop: true };

/** What holds for a bot whatever its version. */
export interface Surroundings {
  /** Null where a value is there and can't be opened. */
  readonly environment: Readonly<Record<string, string | null>>;
  /** Said instead of what the version has for it. */
  readonly errorText?: string | undefined;
  readonly fallbackText?: string | undefined;
  /** Of the keys of return links, which signs; without it, the first. */
  readonly linkGeneration?: number;
  /** What the bot's team should know, whatever the turn is. */
  readonly notes?: readonly string[];
}

/** The state of a turn while the bot works on it. The turn it comes from is not touched. */
export class Run {
  readonly bot: CompiledBot;
  readonly turn: TurnOpened;
  readonly around: Surroundings;
  /** The person's words; undefined when the input has none for the bot. */
  readonly said: string | undefined;
  /** The same for texts and scripts; of a turn that goes on, the words that it began with. */
  readonly words: string;
  /** What the tapped button stands for. */
  readonly payload: string | null;
  readonly memory: Memory;
  readonly loops: LoopGuard;
  readonly replies: Reply[] = [];
  /** Dialogs that have begun and not ended, the innermost last. */
  stack: Position[];
  waiting: Waiting | null = null;
  leaves: 'open' | 'transferred' | 'closed' = 'open';
  /** The closing survey has begun: when nothing of it is left, the conversation ends. */
  surveying: boolean;
  /** A text has asked for the end of the conversation. */
  ending: 'close_dialog' | 'close_conversation' | null = null;
  api: Api;
  arrived: Readonly<Record<string, string>>;
  /** What regular expressions have taken so far. */
  #steps = 0;
  readonly #notes = new Set<string>();
  readonly #trace: string[] = [];
  readonly #visits = new Map<string, number>();

  constructor(bot: CompiledBot, turn: TurnOpened, around: Surroundings) {
    const { conversation, session, input } = turn;
    const goesOn = input.kind === 'returned' || (input.kind === 'elapsed' && session.waiting?.kind === 'page');
    const kept = goesOn ? ownOf(session).kept : undefined;
    this.bot = bot;
    this.turn = turn;
    this.around = around;
    this.said = saidIn(turn, bot);
    this.payload = kept?.payload ?? (input.kind === 'said' && input.label !== undefined ? input.text : null);
    this.loops = new LoopGuard(kept);
    this.api = ownOf(session).api;
    this.arrived = session.arrived ?? {};
    this.stack = session.stack.map((frame) => Position.parse(frame)).filter((position) => this.#known(position));
    this.surveying = bot.survey !== undefined && this.stack[0]?.dialog === bot.survey.name;
    this.words = this.said ?? kept?.said ?? '';
    const known = { conversation, session, environment: around.environment, said: this.words, payload: this.payload };
    this.memory = new Memory(known, () => this.stack, kept?.request);
    for (const note of around.notes ?? []) this.note(note);
  }

  get errorText(): string {
    return this.around.errorText ?? this.bot.bot.errorText;
  }

  get fallbackText(): string {
    return this.around.fallbackText ?? this.bot.bot.fallbackText;
  }

  get top(): Position | undefined {
    return this.stack.at(-1);
  }

  /** What conditions are about. */
  get sight(): Sight {
    const { memory, finds } = this;
    return { variable: (name) => memory.variable(name), placeholder: memory.placeholder, finds };
  }

  /** Whether a regular expression is found in a text: each takes little time, and all together may not take much. */
  readonly finds = (source: string, text: string): boolean => {
    const expression = this.bot.expression(source);
    this.#steps += expression.stepsIn(text);
    if (this.#steps > limits.expressionSteps) {
      throw new Error(`the regular expressions of this turn would take more than ${limits.expressionSteps} steps`);
    }
    return expression.finds(text);
  };

  note(sentence: string) {
    this.#notes.add(sentence);
  }

  trace(sentence: string) {
    this.#trace.push(sentence);
  }

  /** A step is an interaction's name, or empty for what the bot itself says. */
  visit(step: string): Visit {
    const number = (this.#visits.get(step) ?? 0) + 1;
    this.#visits.set(step, number);
    return new Visit(`${this.turn.turn}:${step}:${number}`, this);
  }

  send(id: string, reply: Unsent) {
    this.replies.push({ ...reply, id } as Reply);
  }

  /** Begins a dialog on top of the others. One that had begun already begins afresh. */
  begin(dialog: string) {
    if (this.top?.dialog === this.bot.fallback?.name) this.stack.pop();
    // The closing survey stays below whatever it leads to.
    const afresh = this.surveying && dialog === this.bot.survey?.name;
    this.stack = afresh ? [] : this.stack.filter((position) => position.dialog !== dialog);
    this.stack.push(Position.parse({ dialog, interaction: null }));
  }

  /** The answer so far, for the person to see while something takes its time. */
  part(): TurnAnswered {
    return { ...this.#answer(), replies: [...this.replies], final: false, session: null };
  }

  answer(): TurnAnswered {
    const { replies, leaves } = this;
    const session = this.#session();
    checkBytes('the replies', replies, limits.repliesBytes);
    checkBytes('the session', session, limits.sessionBytes);
    const unresolved = [...this.memory.unresolved].map((name) => `nothing is known of {${name}}`);
    const notes = bounded([...this.#notes, ...unresolved]);
    const trace = bounded(this.#trace);
    const said = { ...(notes.length > 0 && { notes }), ...(trace.length > 0 && { trace }) };
    return { ...this.#answer(), replies, leaves, session, ...said };
  }

  #answer(): TurnAnswered {
    return emptyAnswer(this.turn);
  }

  #session(): Session {
    const { stack, waiting, memory, arrived, api } = this;
    const { kept: _, arrived: __, ...session } = this.turn.session;
    const next: Session = { ...session, begun: true, variables: memory.session, stack, waiting };
    if (api) next.api = api;
    if (Object.keys(arrived).length > 0) next.arrived = { ...arrived };
    if (waiting?.kind === 'page') next.kept = this.#kept();
    return next;
  }

  #kept(): Kept {
    const { words: said, payload, memory, loops } = this;
    return { said, payload, request: memory.request, ...loops.way };
  }

  /** A session says where it stands by names; a bot that no longer has them must not get stuck. */
  #known({ dialog, interaction }: Position): boolean {
    const known = this.bot.dialogs.has(dialog) && (interaction === null || this.bot.places.has(interaction));
    if (!known) this.note(`the session stood in ${dialog}, which this version of the bot does not have`);
    return known;
  }
}

/** The answer that says nothing and changes nothing. */
export function emptyAnswer({ turn, input, conversation, session }: TurnOpened): TurnAnswered {
  const answered = { final: true, failed: false, leaves: 'open', session, conversation } as const;
  return { turn, inputId: input.inputId, message: shownOf(input), replies: [], ...answered };
}

/** The input's words for the bot; undefined when it has none. */
function saidIn({ input }: TurnOpened, { bot }: CompiledBot): string | undefined {
  switch (input.kind) {
    case 'opened':
      return bot.start;
    case 'said':
      return input.text;
    case 'posted':
    case 'resumed':
      return input.message;
    case 'returned':
    case 'elapsed':
    case 'closed':
    case 'erased':
      return undefined;
  }
}

/** A line of a script's log, and what stands before it. */
const longestLine = limits.scriptLogChars + 100;

/** As much as an answer carries, whatever scripts have written: the log takes no answer that is too large. */
function bounded(lines: readonly string[]): string[] {
  const most = lines.length > limits.notes ? limits.notes - 1 : limits.notes;
  const kept = lines
    .slice(0, most)
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line));
  return lines.length > most ? [...kept, `… and ${lines.length - most} more`] : kept;
}

function checkBytes(what: string, value: unknown, most: number) {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > most) throw new Error(`${what} would have ${bytes} bytes, more than ${most}`);
}
