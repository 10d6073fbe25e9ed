import { delayBefore } from './back-off.ts';
import type { Conversation, Conversations } from './conversations.ts';
import type { Door } from './door.ts';

/** Ends the current conversation where its person wants that: asks until the server has heard it. */
export class Ending {
  readonly #door: Door;
  readonly #conversations: Conversations;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;

  constructor(door: Door, conversations: Conversations) {
    this.#door = door;
    this.#conversations = conversations;
  }

  /** Call it when everything that was said before is with the server. */
  go(attempt = 0): void {
    const { current } = this.#conversations;
    if (this.#isAsking || !current?.ending) return;
    this.#isAsking = true;
    this.stop();
    void this.#close(current, attempt);
  }

  async #close(conversation: Conversation, attempt: number): Promise<void> {
    const answer = await this.#door.close(conversation);
    this.#isAsking = false;
    const isPassing = 'fate' in answer && answer.fate === 'again';
    if (!isPassing) this.#conversations.change(conversation.conversationId, { ending: false });
    else this.#timer = setTimeout(() => this.go(attempt + 1), delayBefore(attempt, Math.random(), answer.retryAfter));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
