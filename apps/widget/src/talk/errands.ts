import { delayBefore } from './back-off.ts';
import type { Conversation, Conversations } from './conversations.ts';
import type { Door, Refusal } from './door.ts';
import type { Outbox } from './outbox.ts';
import { wordsOf } from './said.ts';

interface Around {
  readonly door: Door;
  readonly conversations: Conversations;
  readonly outbox: Outbox;
  /** The conversations of whoever is there. */
  readonly known: () => readonly Conversation[];
}

type Answer = Partial<Refusal> & { readonly inputId?: string };

interface Errand {
  readonly answer: Promise<Answer>;
  readonly done: (answer: Answer) => void;
}

/**
 * What the server is still to hear over HTTP: that somebody wants a conversation to end, and before that what they have
 * said in one that is no longer shown. One thing after the other, each until it is heard.
 */
export class Errands {
  readonly #around: Around;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #isOut = false;
  #isOver = false;

  constructor(around: Around) {
    this.#around = around;
  }

  /** Call it when everything that was said in the current conversation is with the server. */
  go(): void {
    if (this.#isOut) return;
    clearTimeout(this.#timer);
    const errand = this.#next();
    if (errand) void this.#wait(errand);
  }

  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  async #wait(errand: Errand): Promise<void> {
    this.#isOut = true;
    const answer = await errand.answer;
    this.#isOut = false;
    let wait = 0;
    if (answer.fate === 'again') {
      wait = delayBefore(this.#attempt, Math.random(), answer.retryAfter);
      this.#attempt += 1;
    } else {
      this.#attempt = 0;
      errand.done(answer);
    }
    // Another conversation may be the current one by now: what is said in that comes first.
    if (!this.#isOver) this.#timer = setTimeout(() => this.#around.outbox.sync(), wait);
  }

  #next(): Errand | undefined {
    const { door, conversations, outbox, known } = this.#around;
    for (const conversation of known()) {
      const { conversationId: id, ending } = conversation;
      const said = outbox.leftIn(id);
      if (said) {
        const done = ({ inputId, problem }: Answer) => outbox.heardOf(said.id, problem ? { problem } : { inputId });
        return { answer: door.say(conversation, wordsOf(said)), done };
      }
      if (ending) return { answer: door.close(conversation), done: () => conversations.change(id, { ending: false }) };
    }
    return undefined;
  }
}
