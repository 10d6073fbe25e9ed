import type { Kept } from './kept.ts';
import { allSaid, dropSaid } from './said.ts';
import type { Known } from './talking.ts';

const MOST = 20;

/** What is kept of a conversation. */
export interface Conversation extends Known {
  readonly token: string;
  readonly expiresAt: number;
  /** When this browser got the token, by its own clock. */
  readonly renewedAt: number;
  /** Who opened it, and where that said the socket is. */
  readonly server: string;
  readonly socket: string;
  /** What `looked` counts in. */
  readonly epoch?: string;
  /** The last message that somebody has looked at. */
  readonly looked: number;
  /** The person has ended it; the server has not shown that yet. */
  readonly ending?: boolean;
}

/** The conversations of a browser with a bot, and which one its tabs show. */
export class Conversations {
  readonly #kept: Kept;

  constructor(kept: Kept) {
    this.#kept = kept;
  }

  /** The newest first. */
  all(): readonly Conversation[] {
    const found = this.#kept.names('conversation:').map((name) => this.#kept.read(name));
    return found.filter(isConversation).toSorted((a, b) => b.startedAt - a.startedAt);
  }

  find(id: string): Conversation | undefined {
    const found = this.#kept.read(`conversation:${id}`);
    return isConversation(found) ? found : undefined;
  }

  get current(): Conversation | undefined {
    const id = this.#kept.read('current');
    return typeof id === 'string' ? this.find(id) : undefined;
  }

  show(id: string | null): void {
    if (id === null) this.#kept.remove('current');
    else this.#kept.write('current', id);
  }

  /** One more, which is shown; the oldest makes room for it. */
  add(conversation: Conversation): void {
    for (const { conversationId } of this.all().slice(MOST - 1)) this.forget(conversationId);
    this.#kept.write(`conversation:${conversation.conversationId}`, conversation);
    this.show(conversation.conversationId);
  }

  /** Unless another tab has forgotten it. */
  change(id: string, part: Partial<Conversation>): void {
    const found = this.find(id);
    if (found) this.#kept.write(`conversation:${id}`, { ...found, ...part });
  }

  /** And what was said in it and has not arrived. */
  forget(id: string): void {
    for (const said of allSaid(this.#kept)) if (said.conversation === id) dropSaid(this.#kept, said);
    this.#kept.remove(`conversation:${id}`);
  }
}

const texts = ['conversationId', 'userId', 'token', 'server', 'socket'] as const;
const numbers = ['startedAt', 'expiresAt', 'renewedAt', 'looked'] as const;

/** Others can write into this storage, too. */
export function isConversation(value: unknown): value is Conversation {
  const one = value as Conversation | null | undefined;
  return (
    !!one && texts.every((name) => typeof one[name] === 'string') && numbers.every((name) => Number.isFinite(one[name]))
  );
}
