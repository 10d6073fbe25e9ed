import { hash } from 'node:crypto';
import {
  Accepted,
  ConversationOpened,
  type Json,
  type Message,
  type PageCallReply,
  type TurnAnswered,
  webViewPath,
} from '@backchannel/contracts';
import type { Broker } from '@backchannel/messaging';
import { Sentence } from '@backchannel/service';
import { Hearing } from './hearing.ts';
import { jsonOf, type Options, type Post } from './options.ts';
import { type Choice, shown } from './shown.ts';
import { Tab } from './tab.ts';
import { Turns } from './turns.ts';

/** What the person sees, and how a page function is played. */
export interface Screen {
  line(line: string): void;
  /** The bot has heard something and has not answered yet. */
  typing(): void;
  /** What the person has typed stands there already. */
  readonly showsTyped: boolean;
  /** Undefined where nobody can be asked. */
  ask(question: string): Promise<string | undefined>;
}

interface Parts {
  readonly url: string;
  readonly broker: Broker;
  readonly options: Pick<Options, 'page' | 'trace'>;
  readonly screen: Screen;
}

/** A person in front of the bot, and the outside system that posts to it. */
export class Player {
  readonly #parts: Parts;
  readonly #turns = new Turns((answer) => this.#over(answer));
  #hearing: Hearing | undefined;
  #conversation: ConversationOpened | undefined;
  #tab: Tab | undefined;
  #choices: readonly Choice[] = [];
  #typed: string | undefined;
  /** Page functions that are being played, and what their results lead to. */
  #page: Promise<void> = Promise.resolve();
  ended = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Resolves when the bot has said its first words. */
  async open(botId: string): Promise<void> {
    const { broker, screen } = this.#parts;
    this.#hearing = await Hearing.begin(broker, (answer) => this.#turns.answered(answer));
    this.#conversation = ConversationOpened.parse(await this.#call('/v1/conversations', { botId }));
    const message = (one: Message) => this.#show(one);
    this.#tab = await Tab.open(this.#conversation, { message, typing: () => screen.typing() });
    await this.#turns.end(1);
    await this.#pages();
  }

  /** Words, or the number of what can be tapped; resolves when the bot has answered. */
  async say(text: string): Promise<void> {
    const choice = /^\d+$/.test(text) ? this.#choices[Number(text) - 1] : undefined;
    this.#choices = [];
    this.#typed = text;
    await this.#settle(await this.#open(this.#tab).say(choice ? { postback: choice } : { text }));
    await this.#pages();
  }

  /** Through the Web View API, as an outside system would. */
  async post({ variables, message }: Post): Promise<void> {
    const { conversationId, botId, userId } = this.#open(this.#conversation);
    const body = { botId, conversationId, userId, message, contextVariables: variables };
    const authorization = hash('sha256', `${conversationId} || ${botId}`);
    await this.#settle(Accepted.parse(await this.#call(webViewPath, body, authorization)).inputId);
    await this.#pages();
  }

  close(): void {
    this.#tab?.close();
  }

  #show(message: Message): void {
    const { screen } = this.#parts;
    const { lines, choices } = shown(message);
    if (choices.length > 0) this.#choices = choices;
    const stands = screen.showsTyped && message.from === 'user' && message.text === this.#typed;
    if (!stands) for (const line of lines) screen.line(line);
    if (message.type === 'closed') this.ended = true;
    if (message.type === 'page_call') this.#page = this.#run(message as Message & PageCallReply);
    this.#turns.shown(message);
  }

  #over({ trace = [], notes = [] }: TurnAnswered): void {
    if (!this.#parts.options.trace) return;
    for (const line of [...trace, ...notes.map((note) => `! ${note}`)]) this.#parts.screen.line(`  · ${line}`);
  }

  /** Resolves when what became of an input is shown. */
  async #settle(inputId: string): Promise<void> {
    const { outcome, code, note, turn } = await this.#open(this.#hearing).outcome(inputId);
    if (turn !== undefined) await this.#turns.end(turn);
    const why = code ?? note;
    const isPlain = outcome === 'answered' || (outcome === 'failed' && turn !== undefined);
    if (!isPlain) this.#parts.screen.line(`(${outcome}${why ? `: ${why}` : ''})`);
  }

  /** A page function is the player's to play. */
  async #run({ callId, function: name, timeoutMs }: PageCallReply): Promise<void> {
    const tab = this.#open(this.#tab);
    if (!(await tab.claim(callId))) return;
    const value = await this.#played(name, timeoutMs);
    await this.#settle(
      await tab.returns(value === undefined ? { callId, error: `there is no chatbot.${name}` } : { callId, value }),
    );
  }

  async #played(name: string, timeoutMs: number): Promise<Json | undefined> {
    const { options, screen } = this.#parts;
    if (options.page.has(name)) return options.page.get(name);
    const typed = await screen.ask(`chatbot.${name} returns, within ${timeoutMs / 1000} s (nothing: there is none)> `);
    return typed === undefined || typed === '' ? undefined : jsonOf(typed);
  }

  /** What a page returns may lead to another page function. */
  async #pages(): Promise<void> {
    for (let page; page !== this.#page; ) {
      page = this.#page;
      await page;
    }
  }

  #open<Part>(part: Part | undefined): Part {
    if (part === undefined) throw new Error('the conversation has not been opened');
    return part;
  }

  async #call(path: string, body: object, authorization?: string): Promise<unknown> {
    const headers = { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) };
    const response = await fetch(`${this.#parts.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer = (await response.json()) as { detail?: string; title?: string };
    if (!response.ok) throw new Sentence(`${path}: ${answer.detail ?? answer.title}`);
    return answer;
  }
}
