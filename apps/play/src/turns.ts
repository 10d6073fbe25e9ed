import type { Message, TurnAnswered } from '@backchannel/contracts';

/** Which turns are over for the person: answered in the log, and all of the answer shown. */
export class Turns {
  readonly #answers: TurnAnswered[] = [];
  readonly #shown = new Set<string>();
  readonly #waiting = new Set<{ readonly turn: number; readonly resolve: () => void }>();
  readonly #over: (answer: TurnAnswered) => void;
  #last = 0;
  #hasEnded = false;

  /** `over` comes once for each turn, in order. */
  constructor(over: (answer: TurnAnswered) => void) {
    this.#over = over;
  }

  /** The log has the end of a turn. */
  answered(answer: TurnAnswered): void {
    this.#answers.push(answer);
    this.#look();
  }

  /** The person sees a message. */
  shown({ id, type }: Message): void {
    this.#shown.add(id);
    this.#hasEnded ||= type === 'closed';
    this.#look();
  }

  /** Resolves when the turn is over. */
  async end(turn: number): Promise<void> {
    if (turn > this.#last) await new Promise<void>((resolve) => this.#waiting.add({ turn, resolve }));
  }

  #look(): void {
    for (let [answer] = this.#answers; answer && this.#isShown(answer); [answer] = this.#answers) {
      this.#answers.shift();
      this.#last = answer.turn;
      this.#over(answer);
    }
    for (const one of this.#waiting) {
      if (one.turn > this.#last) continue;
      this.#waiting.delete(one);
      one.resolve();
    }
  }

  /** What is for agents never shows; that the conversation has ended does. */
  #isShown({ inputId, message, replies, leaves }: TurnAnswered): boolean {
    if (leaves === 'closed' && !this.#hasEnded) return false;
    const due = replies.filter(({ type }) => type !== 'private').map(({ id }) => id);
    return [...(message ? [inputId] : []), ...due].every((id) => this.#shown.has(id));
  }
}
