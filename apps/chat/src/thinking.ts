import { type Event, InputReceived, TurnAnswered } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';

/** Whoever is answered sooner than this need not be told that the bot thinks; told by twice this. */
const PATIENCE_MS = 300;

/** Why the bot may be thinking: an input, which is read only if it comes to that, or what is known to make it go on. */
type Cause = Received | 'goes on';

/** Conversations in which the bot has heard something and has not answered for a while. One timer for all of them. */
export class Thinking {
  readonly #tell: (conversationIds: readonly string[]) => void;
  #young = new Map<string, Cause[]>();
  #old = new Map<string, Cause[]>();
  #timer: NodeJS.Timeout | undefined;

  /** Each conversation is told of once, until it is heard of again. */
  constructor(tell: (conversationIds: readonly string[]) => void) {
    this.#tell = tell;
  }

  hear(records: readonly Received[], goingOn: Iterable<string> = []): void {
    for (const record of records) {
      const { type, key, final } = record.envelope;
      if (type === TurnAnswered.type && final) this.over(key);
      else if (type === InputReceived.type) this.#add(key, record);
    }
    for (const id of goingOn) this.#add(id, 'goes on');
  }

  /** It has been answered. */
  over(conversationId: string): void {
    this.#young.delete(conversationId);
    this.#old.delete(conversationId);
  }

  /** Comes once in a while: what was there the last time, and still is, is told. */
  tick(): void {
    const due = [...this.#old].filter(([, causes]) => causes.some(isHeard)).map(([id]) => id);
    this.#old = this.#young;
    this.#young = new Map();
    if (this.#old.size === 0) this.stop();
    if (due.length > 0) this.#tell(due);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #add(conversationId: string, cause: Cause): void {
    const causes = this.#old.get(conversationId) ?? this.#young.get(conversationId);
    if (causes) causes.push(cause);
    else this.#young.set(conversationId, [cause]);
    this.#timer ??= setInterval(() => this.tick(), PATIENCE_MS).unref();
  }
}

function isHeard(cause: Cause): boolean {
  return cause === 'goes on' || (cause.event !== undefined && needsAnswer(cause.event));
}

function needsAnswer({ data }: Event): boolean {
  const input = data as InputReceived;
  if (input.kind === 'posted') return input.message !== undefined || input.target !== undefined;
  // What a page returns may come too late: whether the bot goes on with it, the fold knows.
  return input.kind === 'opened' || input.kind === 'said';
}
