import { ConversationLog, InputTracked, type Outcome, Tracking, TurnAnswered } from '@backchannel/contracts';
import type { Broker, Received } from '@backchannel/messaging';

/** What the log tells of the one conversation that there is: how turns ended, and what became of inputs. */
export class Hearing {
  readonly #answered: (answer: TurnAnswered) => void;
  readonly #outcomes = new Map<string, PromiseWithResolvers<Outcome>>();

  private constructor(answered: (answer: TurnAnswered) => void) {
    this.#answered = answered;
  }

  /** `answered` comes with every answer that ends a turn. */
  static async begin(broker: Broker, answered: (answer: TurnAnswered) => void): Promise<Hearing> {
    const hearing = new Hearing(answered);
    await broker.follow({ topics: [ConversationLog, Tracking], from: 'now', hear: (record) => hearing.#hear(record) });
    return hearing;
  }

  /** What becomes of an input. */
  outcome(inputId: string): Promise<Outcome> {
    return this.#of(inputId).promise;
  }

  #of(inputId: string): PromiseWithResolvers<Outcome> {
    const known = this.#outcomes.get(inputId) ?? Promise.withResolvers<Outcome>();
    this.#outcomes.set(inputId, known);
    return known;
  }

  #hear({ event }: Received): void {
    if (event?.type === TurnAnswered.type) {
      const answer = event.data as TurnAnswered;
      if (answer.final) this.#answered(answer);
    }
    if (event?.type !== InputTracked.type) return;
    const tracked = event.data as InputTracked;
    if (tracked.stage === 'outcome') this.#of(tracked.inputId).resolve(tracked);
  }
}
