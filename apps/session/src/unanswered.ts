import { limits } from '@backchannel/contracts';

/**
 * Turns that this owner of a partition has told, or found told, and that nobody has answered yet, by its own clock:
 * the clocks of doors do not decide how long a bot may take (design: "A turn ends only in the log").
 */
export class Unanswered {
  // In the order of their telling, so that the oldest come first.
  readonly #since = new Map<string, { turn: number; at: number }>();

  told(conversation: string, turn: number, now: number): void {
    if (this.#since.get(conversation)?.turn === turn) return;
    this.#since.delete(conversation);
    this.#since.set(conversation, { turn, at: now });
  }

  answered(conversation: string, turn: number): void {
    const known = this.#since.get(conversation);
    if (known && known.turn <= turn) this.#since.delete(conversation);
  }

  /** Those that have been open too long. Each is named once, and again only after as long again. */
  late(now: number): readonly { conversation: string; turn: number }[] {
    const late: { conversation: string; turn: number }[] = [];
    for (const [conversation, { turn, at }] of this.#since) {
      if (now - at < limits.turnMs) break;
      late.push({ conversation, turn });
    }
    for (const { conversation, turn } of late) {
      this.#since.delete(conversation);
      this.told(conversation, turn, now);
    }
    return late;
  }
}
