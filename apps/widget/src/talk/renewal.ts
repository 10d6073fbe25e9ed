import type { Conversation, Conversations } from './conversations.ts';
import type { Door, Refusal } from './door.ts';
import { renewAt } from './token.ts';

const AGAIN_MS = 60_000;

/** Keeps the current conversation's token fresh, in time. */
export class Renewal {
  readonly #door: Door;
  readonly #conversations: Conversations;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the last socket has said hello with. */
  #used = '';

  constructor(door: Door, conversations: Conversations) {
    this.#door = door;
    this.#conversations = conversations;
  }

  /** Before a socket is opened. Null: there is a token to try. `isExpired`: the last one was not good any more. */
  async before(conversation: Conversation, isExpired: boolean): Promise<Refusal | null> {
    const isSpent = isExpired && conversation.token === this.#used;
    const refusal = isSpent || renewAt(conversation) <= Date.now() ? await this.#renew(conversation) : null;
    // The token that there is may be good, though nobody gave a fresh one.
    return refusal?.fate === 'again' && !isSpent ? null : refusal;
  }

  use({ token }: Conversation): string {
    this.#used = token;
    this.#later();
    return token;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #later(least = 0): void {
    this.stop();
    const { current } = this.#conversations;
    if (!current) return;
    this.#timer = setTimeout(
      () => {
        const { current } = this.#conversations;
        // What can't be renewed is found out by the socket.
        if (current) void this.#renew(current).then(() => this.#later(AGAIN_MS));
      },
      Math.max(renewAt(current) - Date.now(), least),
    );
  }

  async #renew(conversation: Conversation): Promise<Refusal | null> {
    const renewed = await this.#door.renew(conversation);
    if ('fate' in renewed) return renewed;
    this.#conversations.change(conversation.conversationId, renewed);
    return null;
  }
}
