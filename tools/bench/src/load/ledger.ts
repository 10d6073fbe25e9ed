/** What must never happen, each counted. */
export interface Violations {
  /** Accepted, and never shown. */
  lost: number;
  /** Shown twice to who goes by the numbers of the transcript. */
  doubled: number;
  /** Shown after a post that was sent only when this one had been accepted. */
  disordered: number;
  /** A number of the transcript is missing on the socket. */
  skipped: number;
  /** Shown in a conversation that it was not posted to, or never posted at all. */
  invented: number;
}

const UNSET = Number.NaN;

/**
 * The book of all posts: what was sent, accepted and shown, and when. It is the oracle of a run: what was accepted is shown
 * once, and in order where there is an order (who is accepted before the next is sent comes before it).
 */
export class Ledger {
  readonly violations: Violations = { lost: 0, doubled: 0, disordered: 0, skipped: 0, invented: 0 };
  /** Frames that came twice with the same number of the transcript: nobody sees the second. */
  wireDoubles = 0;
  acceptedCount = 0;
  refusedCount = 0;
  /** No answer came: whether the log has them is not known. */
  unansweredCount = 0;
  shownCount = 0;
  /** Of those that were accepted. */
  acceptedShown = 0;
  length = 0;
  #capacity = 1 << 16;
  #conversation = new Int32Array(this.#capacity);
  #intended = new Float64Array(this.#capacity);
  #sent = new Float64Array(this.#capacity);
  #answered = new Float64Array(this.#capacity);
  #status = new Uint16Array(this.#capacity);
  #shown = new Float64Array(this.#capacity);
  /** Of each conversation: the number of the last message on its socket. */
  readonly #seq: Int32Array;
  /** Of each conversation: when the latest of the posts that it has been shown was sent. */
  readonly #latest: Float64Array;

  constructor(conversations: number) {
    this.#seq = new Int32Array(conversations);
    this.#latest = new Float64Array(conversations).fill(Number.NEGATIVE_INFINITY);
  }

  /** A post leaves; gives its number. */
  send(conversation: number, intended: number, now: number): number {
    const number = this.length;
    if (number === this.#capacity) this.#grow();
    this.length += 1;
    this.#conversation[number] = conversation;
    this.#intended[number] = intended;
    this.#sent[number] = now;
    this.#answered[number] = UNSET;
    this.#shown[number] = UNSET;
    return number;
  }

  /** The door's answer; 0 when there was none. */
  answer(number: number, status: number, now: number): void {
    this.#answered[number] = now;
    this.#status[number] = status;
    if (status === 0) this.unansweredCount += 1;
    else if (status >= 300) this.refusedCount += 1;
    else {
      this.acceptedCount += 1;
      if (!Number.isNaN(this.#shown[number])) this.acceptedShown += 1;
    }
  }

  /** A message with that number of the transcript is on the socket. False: it was there before. */
  hear(conversation: number, seq: number): boolean {
    const last = this.#seq[conversation] as number;
    if (seq <= last) {
      this.wireDoubles += 1;
      return false;
    }
    if (seq > last + 1) this.violations.skipped += seq - last - 1;
    this.#seq[conversation] = seq;
    return true;
  }

  /** The reply to a post is on the socket. */
  show(number: number, conversation: number, now: number): void {
    if (number >= this.length || this.#conversation[number] !== conversation) {
      this.violations.invented += 1;
      return;
    }
    if (!Number.isNaN(this.#shown[number])) {
      this.violations.doubled += 1;
      return;
    }
    this.#shown[number] = now;
    this.shownCount += 1;
    if (this.isAccepted(number)) this.acceptedShown += 1;
    const latest = this.#latest[conversation] as number;
    if (this.isAccepted(number) && (this.#answered[number] as number) < latest) this.violations.disordered += 1;
    this.#latest[conversation] = Math.max(latest, this.#sent[number] as number);
  }

  /** Nothing more will come: what was accepted and not shown is lost. */
  close(): void {
    this.violations.lost = this.acceptedCount - this.acceptedShown;
  }

  /** Accepted, and not shown yet. */
  get onItsWay(): number {
    return this.acceptedCount - this.acceptedShown;
  }

  /** Sent, and not answered yet. */
  get unanswered(): number {
    return this.length - this.acceptedCount - this.refusedCount - this.unansweredCount;
  }

  isAccepted(number: number): boolean {
    const status = this.#status[number] as number;
    return status >= 200 && status < 300;
  }

  isRefused(number: number): boolean {
    return (this.#status[number] as number) >= 300;
  }

  statusOf(number: number): number {
    return this.#status[number] as number;
  }

  /** How long after its time a post left, in milliseconds. */
  slip(number: number): number {
    return (this.#sent[number] as number) - (this.#intended[number] as number);
  }

  /** From the time it was due to the door's answer; NaN if there was none. */
  answerLatency(number: number): number {
    return (this.#answered[number] as number) - (this.#intended[number] as number);
  }

  /** From the time it was due to the reply on the socket; NaN if there was none. */
  latency(number: number): number {
    return (this.#shown[number] as number) - (this.#intended[number] as number);
  }

  intendedAt(number: number): number {
    return this.#intended[number] as number;
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#conversation = grown(this.#conversation, new Int32Array(this.#capacity));
    this.#intended = grown(this.#intended, new Float64Array(this.#capacity));
    this.#sent = grown(this.#sent, new Float64Array(this.#capacity));
    this.#answered = grown(this.#answered, new Float64Array(this.#capacity));
    this.#status = grown(this.#status, new Uint16Array(this.#capacity));
    this.#shown = grown(this.#shown, new Float64Array(this.#capacity));
  }
}

function grown<Numbers extends Int32Array | Uint16Array | Float64Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}
