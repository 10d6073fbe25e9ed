import { ConversationLog, InputTracked, type Outcome, Tracking, TurnAnswered } from '@backchannel/contracts';
import type { Broker, Received } from '@backchannel/messaging';

/** What the log tells of one conversation. */
export class Hearing {
  readonly #answered: (part: TurnAnswered) => void;
  readonly #outcomes = new Map<string, Outcome>();
  readonly #waiting = new Map<string, (outcome: Outcome) => void>();
  readonly #first = Promise.withResolvers<void>();
  /** The one conversation that there is; until it is known, every one. */
  conversationId = '';

  private constructor(answered: (part: TurnAnswered) => void) {
    this.#answered = answered;
  }

  /** `answered` comes with every answer, and with the parts of one that takes its time. */
  static async begin(broker: Broker, answered: (part: TurnAnswered) => void): Promise<Hearing> {
    const hearing = new Hearing(answered);
    await broker.follow({ topics: [ConversationLog, Tracking], from: 'now', hear: (record) => hearing.#hear(record) });
    return hearing;
  }

  /** Resolves when the opening has been answered. */
  get firstAnswer(): Promise<void> {
    return this.#first.promise;
  }

  /** What becomes of an input. */
  outcome(inputId: string): Promise<Outcome> {
    const known = this.#outcomes.get(inputId);
    return known ? Promise.resolve(known) : new Promise((resolve) => this.#waiting.set(inputId, resolve));
  }

  #hear({ event }: Received): void {
    if (event?.type === TurnAnswered.type) {
      const answer = event.data as TurnAnswered;
      if (this.conversationId === '' || answer.conversation.conversationId === this.conversationId)
        this.#answered(answer);
      if (answer.final) this.#first.resolve();
    }
    if (event?.type !== InputTracked.type) return;
    const tracked = event.data as InputTracked;
    if (tracked.stage !== 'outcome') return;
    this.#outcomes.set(tracked.inputId, tracked);
    this.#waiting.get(tracked.inputId)?.(tracked);
  }
}
