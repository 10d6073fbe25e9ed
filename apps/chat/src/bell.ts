/** A conversation's transcript has grown, or the bot has begun to think. */
export interface Ring {
  readonly conversationId: string;
  /** The number of the last message; absent when there is none new. */
  readonly head?: number | undefined;
  readonly typing?: boolean | undefined;
}

/** Wakes the instances that show a conversation. A ring may be lost: that costs seconds, not a message. */
export interface Bell {
  /** Never fails and never waits. The one who rings does not need to hear it. */
  ring(rings: readonly Ring[]): void;
  listen(hear: (rings: readonly Ring[]) => void): void;
  close(): Promise<void>;
}

/** For instances that live in one process. */
export class LocalBell implements Bell {
  readonly #listeners = new Set<(rings: readonly Ring[]) => void>();

  ring(rings: readonly Ring[]): void {
    for (const hear of this.#listeners) hear(rings);
  }

  listen(hear: (rings: readonly Ring[]) => void): void {
    this.#listeners.add(hear);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }
}
