import type { Message } from '@backchannel/contracts';

/** How long a message is held back: what was there before, or before the person said something, not at all. */
function delayOf({ seq, delayMs = 0 }: Message, after: number): number {
  return seq <= after ? 0 : delayMs;
}

/** What has come of a transcript: each message once, in its order; some are held back before they are shown. */
export class Transcript {
  /** Page calls are not among them. Grows in place. */
  readonly shown: Message[] = [];
  /** The last that has come; the last that is shown, or was nothing to show. */
  heard = 0;
  passed = 0;
  /** What is not newer than this is not news. */
  history = 0;
  readonly #show: (message: Message) => void;
  readonly #held: Message[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the first of those that are held began to wait. */
  #since = 0;
  /** The last that the person has said. */
  #said = 0;

  constructor(show: (message: Message) => void) {
    this.#show = show;
  }

  get isHolding(): boolean {
    return this.#held.length > 0;
  }

  /** False: it is known. */
  hear(message: Message): boolean {
    if (message.seq <= this.heard) return false;
    this.heard = message.seq;
    if (message.from === 'user') this.#said = message.seq;
    if (this.#held.push(message) === 1) this.#since = Date.now();
    if (this.#held.length === 1 || message.from === 'user') this.#go();
    return true;
  }

  has(id: string): boolean {
    return this.shown.some((message) => message.id === id);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #go(): void {
    clearTimeout(this.#timer);
    for (let [next] = this.#held; next; [next] = this.#held) {
      const left = this.#since + delayOf(next, Math.max(this.history, this.#said)) - Date.now();
      if (left > 0) {
        this.#timer = setTimeout(() => this.#go(), left);
        return;
      }
      this.#held.shift();
      this.#since = Date.now();
      this.passed = next.seq;
      if (next.type !== 'page_call') this.shown.push(next);
      this.#show(next);
    }
  }
}
