/** A conversation's transcript has grown, or the bot thinks. */
export interface Ring {
  readonly conversationId: string;
  /** The number of the last message; absent when there is none new. */
  readonly head?: number | undefined;
  /** The bot thinks, or has ended a turn without a message. */
  readonly typing?: boolean | undefined;
  /** Of the answer that made it grow, where its trace is recorded. */
  readonly traceparent?: string | undefined;
}

/** Wakes the instances that show a conversation. A ring may be lost: that costs seconds, not a message. */
export interface Bell {
  /** Never fails and never waits. Who rings does not hear it. */
  ring(rings: readonly Ring[]): void;
  listen(hear: (rings: readonly Ring[]) => void): void;
  close(): Promise<void>;
}

/** For an instance that is alone, as it is when everything runs in one process. */
export const noBell: Bell = { ring() {}, listen() {}, close: () => Promise.resolve() };
