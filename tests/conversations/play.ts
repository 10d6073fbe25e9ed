import { deepStrictEqual } from 'node:assert/strict';
import type { Json, Message } from '@backchannel/contracts';
import { post } from '../scenario/outside.ts';
import { Person } from '../scenario/person.ts';
import type { System } from '../scenario/system.ts';
import type { ApiFolder } from './api.ts';
import type { Conversation, Line, PostedToHook, Step } from './conversation.ts';
import type { OpenHook } from './hook.ts';

/** Where a conversation is played. */
export interface Scene {
  readonly system: Pick<System, 'chat' | 'ingest'>;
  readonly api: ApiFolder;
  readonly apiHost: string;
  readonly hook?: OpenHook | undefined;
}

/** What of a conversation differs from run to run, and the name that its file has for it. */
export type Names = readonly (readonly [given: string, name: string])[];

export interface Played {
  readonly conversationId: string;
  readonly names: Names;
}

/** How long something that must appear may take. */
const SOON_MS = 40_000;

/** Plays it, and after each step compares the transcript: all of it. */
export async function play(conversation: Conversation, scene: Scene): Promise<Played> {
  const [first] = conversation.steps;
  const attributes = first && 'opens' in first ? first.opens : {};
  const person = await Person.arrive(scene.system.chat, conversation.id, attributes);
  try {
    const player = new Player(person, conversation, scene);
    for (const [place, step] of conversation.steps.entries()) await player.take(step, `step ${place + 1}`);
    await player.end();
    return { conversationId: person.ids.conversationId, names: player.names };
  } finally {
    person.leave();
  }
}

type Posts = Extract<Step, { posts: unknown }>['posts'];
type Wait = { readonly wait?: number };

class Player {
  readonly person: Person;
  readonly names: Names;
  readonly #conversation: Conversation;
  readonly #scene: Scene;
  readonly #expected: Line[] = [];

  constructor(person: Person, conversation: Conversation, scene: Scene) {
    const { conversationId, userId } = person.ids;
    const { ingest } = scene.system;
    this.person = person;
    this.names = [
      [conversationId, 'conversationId'],
      [userId, 'userId'],
      [scene.api.url, 'api'],
      [scene.apiHost, 'apiHost'],
      [ingest, 'ingest'],
      [encodeURIComponent(ingest), 'ingest'],
    ];
    this.#conversation = conversation;
    this.#scene = scene;
  }

  async take(step: Step, when: string): Promise<void> {
    await this.#act(step);
    for (const line of step.expect ?? []) this.#expected.push({ type: 'text', ...line });
    await this.#shows(this.#expected, when);
  }

  /** Nothing more may have come: the end of the conversation stands right behind what was expected. */
  async end(): Promise<void> {
    if (this.#expected.at(-1)?.['type'] !== 'closed') {
      await this.person.close();
      await this.#shows([...this.#expected, { from: 'bot', type: 'closed' }], 'the end');
    }
    deepStrictEqual(this.person.surprises, []);
    deepStrictEqual(await this.person.transcript(), this.person.messages);
    const { requests = [] } = this.#conversation;
    const asked = this.#scene.api.asked.map(({ headers, ...request }, place) => {
      const wanted = Object.entries(requests[place]?.headers ?? {});
      const given = wanted.map(([name, value]) => [name, value === '{{any}}' && headers[name] ? value : headers[name]]);
      return { ...request, ...(wanted.length > 0 && { headers: Object.fromEntries(given) as Json }) };
    });
    deepStrictEqual(named(asked, this.names), requests, 'what the APIs were asked');
  }

  async #act(step: Step): Promise<void> {
    const { person } = this;
    if ('says' in step) await person.say(step.says);
    else if ('taps' in step) await person.tap(step.taps);
    else if ('posts' in step) await this.#post(step);
    else if ('page' in step) await person.returns({ callId: String(this.#call()['callId']), ...step.page });
    else if ('releases' in step) this.#scene.api.release(step.releases);
    else if ('closes' in step) await person.close();
  }

  async #post({ posts, becomes }: Extract<Step, { posts: unknown }>): Promise<void> {
    const wait = becomes ? { wait: 20 } : {};
    const { body } = 'endpoint' in posts ? await this.#postToHook(posts, wait) : await this.#postToWebView(posts, wait);
    const told = ['status', 'code', 'pointer', 'note'].filter((name) => body[name] !== undefined);
    deepStrictEqual(Object.fromEntries(told.map((name) => [name, body[name]])), becomes ?? { status: 'accepted' });
  }

  #postToWebView({ link, ...what }: Exclude<Posts, PostedToHook>, wait: Wait) {
    const token = link && { token: this.#returnToken() };
    return post(this.#scene.system.ingest, { ids: this.person.ids, ...what, ...token, ...wait });
  }

  #postToHook({ ids: whose, data, ...what }: PostedToHook, wait: Wait) {
    const { hook, system } = this.#scene;
    if (!hook) throw new Error('the bot has no webhook');
    const { conversationId, botId } = this.person.ids;
    const { session_id, chatbot_id } = (whose ? this.#call()['param'] : {}) as Record<string, Json>;
    const ids = whose ? { session_id, chatbot_id } : { sessionId: conversationId, botId };
    return hook.post(system.ingest, { ...what, ...wait, body: { ...ids, ...data } });
  }

  #call(): Message {
    const call = this.person.messages.findLast(({ type }) => type === 'page_call');
    if (!call) throw new Error('the bot has called no page function');
    return call;
  }

  #returnToken(): string {
    const [, token] = /.*returnToken=([\w.-]+)/.exec(JSON.stringify(this.person.messages)) ?? [];
    if (token === undefined) throw new Error('the bot has said no return link');
    return token;
  }

  async #shows(lines: readonly Line[], when: string): Promise<void> {
    const { person } = this;
    const shown = () => person.messages.map((message) => lineOf(message, this.names));
    const isThere = () => person.messages.length >= lines.length;
    // What is there tells more than what is missing.
    await person.until(isThere, when, SOON_MS).catch(() => {});
    try {
      deepStrictEqual(shown(), lines);
    } catch (cause) {
      throw new Error(`${when}: ${(cause as Error).message}`, { cause });
    }
  }
}

function lineOf({ id, seq, at, ...line }: Message, names: Names): Json {
  if (!id || !seq || !at) throw new Error(`a message without id, number or time: ${JSON.stringify(line)}`);
  return named(line as Json, names);
}

/** The same with names in place of what differs from run to run. */
export function named(value: Json, names: Names): Json {
  let text = JSON.stringify(value);
  for (const [given, name] of names) text = text.replaceAll(given, `{{${name}}}`);
  return JSON.parse(text.replaceAll(/returnToken=[\w.-]+/g, 'returnToken={{returnToken}}')) as Json;
}
