import { hash } from 'node:crypto';
import {
  ConversationOpened,
  type Json,
  type Message,
  type PageCallReply,
  type TurnAnswered,
  webViewPath,
} from '@backchannel/contracts';
import { Sentence } from '@backchannel/service';
import type { Hearing } from './hearing.ts';
import type { Options, Post } from './options.ts';
import { type Choice, shown } from './shown.ts';

interface Parts {
  readonly url: string;
  readonly hearing: () => Hearing;
  readonly options: Pick<Options, 'page' | 'trace'>;
  readonly print: (line: string) => void;
  /** Asks the person at the terminal; undefined where there is none. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
}

/** A person in front of the bot, and the outside system that posts to it. */
export class Player {
  readonly #parts: Parts;
  readonly #printed = new Set<string>();
  #conversation: ConversationOpened | undefined;
  #choices: readonly Choice[] = [];
  #call: PageCallReply | undefined;
  ended = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async open(botId: string): Promise<void> {
    const opened = ConversationOpened.parse(await this.#post('/v1/conversations', { botId }));
    this.#conversation = opened;
    this.#parts.hearing().conversationId = opened.conversationId;
    await this.#quiet();
  }

  /** Words, or the number of what can be tapped; resolves when the bot has answered. */
  async say(text: string): Promise<void> {
    const choice = /^\d+$/.test(text) ? this.#choices[Number(text) - 1] : undefined;
    await this.#message(choice ? { postback: choice } : { text });
  }

  /** Through the Web View API, as an outside system would. */
  async post({ variables, message }: Post): Promise<void> {
    const { conversationId, botId, userId } = this.#opened;
    const body = { botId, conversationId, userId, message, contextVariables: variables };
    const authorization = hash('sha256', `${conversationId} || ${botId}`);
    await this.#settle((await this.#post(webViewPath, body, authorization)).inputId);
  }

  /** Prints what is new in an answer, or in a part of one. */
  show({ inputId, message, replies, final, leaves, notes = [], trace = [] }: TurnAnswered): void {
    const asked = message ? [{ ...message, id: inputId, type: 'text' }] : [];
    const said = replies.filter(({ type }) => type !== 'private').map((reply) => ({ ...reply, from: 'bot' as const }));
    for (const line of [...asked, ...said]) this.#show({ seq: 1, at: 0, ...line });
    if (!final) return;
    this.#call = replies.find(({ type }) => type === 'page_call') as PageCallReply | undefined;
    if (this.#parts.options.trace)
      for (const line of [...trace, ...notes.map((note) => `! ${note}`)]) this.#parts.print(`  · ${line}`);
    if (leaves !== 'closed') return;
    this.ended = true;
    this.#parts.print('(the conversation has ended)');
  }

  #show(message: Message): void {
    if (this.#printed.has(message.id)) return;
    this.#printed.add(message.id);
    const { lines, choices } = shown(message);
    if (choices.length > 0) this.#choices = choices;
    for (const line of lines) this.#parts.print(line);
  }

  get #opened(): ConversationOpened {
    if (!this.#conversation) throw new Error('the conversation has not been opened');
    return this.#conversation;
  }

  /** The opening is an input as well, and nobody is told its id: it is over when the transcript can be asked. */
  async #quiet(): Promise<void> {
    await this.#parts.hearing().firstAnswer;
    await this.#answerPage();
  }

  async #message(body: object): Promise<void> {
    const { conversationId, token } = this.#opened;
    const { inputId } = await this.#post(`/v1/conversations/${conversationId}/messages`, body, `Bearer ${token}`);
    await this.#settle(inputId);
  }

  async #settle(inputId: string): Promise<void> {
    const { outcome, code, note } = await this.#parts.hearing().outcome(inputId);
    if (outcome === 'rejected' || outcome === 'applied')
      this.#parts.print(`(${outcome}${code || note ? `: ${code ?? note}` : ''})`);
    await this.#answerPage();
  }

  /** A page function is the player's to play. */
  async #answerPage(): Promise<void> {
    const call = this.#call;
    this.#call = undefined;
    if (!call) return;
    const { page } = this.#parts.options;
    const value = page.has(call.function) ? page.get(call.function) : await this.#played(call.function);
    const { callId } = call;
    await this.#message(
      value === undefined ? { callId, error: `there is no chatbot.${call.function}` } : { callId, value },
    );
  }

  async #played(name: string): Promise<Json | undefined> {
    const typed = await this.#parts.ask?.(`chatbot.${name} returns (nothing: there is none)> `);
    if (typed === undefined || typed === '') return undefined;
    try {
      return JSON.parse(typed) as Json;
    } catch {
      return typed;
    }
  }

  async #post(path: string, body: object, authorization?: string): Promise<{ inputId: string }> {
    const headers = { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) };
    const response = await fetch(`${this.#parts.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer = (await response.json()) as { inputId: string; detail?: string; title?: string };
    if (!response.ok) throw new Sentence(`${path}: ${answer.detail ?? answer.title}`);
    return answer;
  }
}
