import type { ClientFrame, Message, ServerFrame } from '@backchannel/contracts';
import type { Conversation, Conversations } from './conversations.ts';
import { lastOf, later, unread } from './looking.ts';
import { PageCalls } from './page-calls.ts';
import type { Tab } from './tab.ts';
import { Transcript } from './transcript.ts';
import { Typing } from './typing.ts';

interface Around {
  readonly tab: Tab;
  readonly conversations: Conversations;
  /** This tab has opened it: nobody else has seen anything of it. */
  readonly isNew: boolean;
  readonly send: (frame: ClientFrame) => boolean;
  /** Is shown; `isNews`: it came while this tab was there. */
  readonly shown: (message: Message, isNews: boolean) => void;
  readonly changed: () => void;
}

/** A conversation, as far as this tab shows it. */
export class Visit {
  readonly id: string;
  readonly typing: Typing;
  readonly calls: PageCalls;
  transcript: Transcript;
  transferred = false;
  readonly #around: Around;
  #epoch: string | undefined;
  /** What is not newer was there before this tab. */
  #before = 0;
  /** What this socket knows that somebody has looked at. */
  #acknowledged = 0;
  #closed = false;

  constructor(id: string, around: Around) {
    this.id = id;
    this.#around = around;
    this.typing = new Typing(around.changed);
    this.calls = new PageCalls(around);
    this.transcript = this.#empty();
  }

  get closed(): boolean {
    return this.#closed || this.#kept?.closed === true;
  }

  /** In what is shown. */
  get unread(): number {
    return unread(this.transcript.shown, this.#looked);
  }

  /** `after` acknowledges: it is what somebody has looked at. What has come and was not looked at comes again. */
  hello(token: string): ClientFrame {
    this.#acknowledged = Math.min(this.#looked, this.transcript.passed);
    return { type: 'hello', token, after: this.#acknowledged, epoch: this.#epoch };
  }

  hear(frame: ServerFrame): void {
    if (frame.type === 'welcome') this.#welcome(frame);
    if (frame.type === 'message') this.#message(frame.message);
    if (frame.type === 'typing') this.typing.begin();
    if (frame.type === 'quiet') this.typing.end();
    if (frame.type === 'claimed') this.calls.claimed(frame);
  }

  /** Keeps how far it is shown, and looked at. Nothing kept goes back: another tab may have come further. */
  keep(isLooked: boolean): void {
    const kept = this.#kept;
    if (!kept) return;
    const { closed } = this;
    // What is kept counts in another epoch, of which this tab has yet to hear.
    if (kept.epoch !== this.#epoch) return this.#around.conversations.change(this.id, { closed });
    const { passed, shown } = this.transcript;
    const last = later(kept.last, lastOf(shown));
    const looked = isLooked ? Math.max(passed, kept.looked) : kept.looked;
    this.#around.conversations.change(this.id, { last, looked, closed });
  }

  acknowledge(): void {
    const seq = Math.min(this.#looked, this.transcript.passed);
    if (seq > this.#acknowledged && this.#around.send({ type: 'ack', seq })) this.#acknowledged = seq;
  }

  leave(): void {
    this.transcript.stop();
    this.typing.end();
    this.calls.stop();
  }

  get #kept(): Conversation | undefined {
    return this.#around.conversations.find(this.id);
  }

  get #looked(): number {
    return this.#kept?.epoch === this.#epoch ? (this.#kept?.looked ?? 0) : 0;
  }

  #welcome({ epoch, head }: Extract<ServerFrame, { type: 'welcome' }>): void {
    if (epoch !== this.#epoch) this.#begin(epoch, head);
    else this.transcript.history = head;
    this.calls.welcomed();
  }

  /** Numbers count anew. What there is has come before, but for what came of the opening itself. */
  #begin(epoch: string, head: number): void {
    const { conversations, isNew } = this.#around;
    const isFirst = this.#epoch === undefined;
    const hasRead = !isFirst || this.#kept?.epoch !== undefined;
    const kept = this.#kept;
    if (kept?.epoch !== epoch) {
      const last = kept?.last ? { ...kept.last, seq: 0 } : null;
      conversations.change(this.id, { epoch, last, looked: hasRead && this.unread === 0 ? head : 0 });
    }
    this.#epoch = epoch;
    this.#acknowledged = 0;
    this.transcript.stop();
    this.transcript = this.#empty();
    this.transferred = false;
    this.#before = isFirst && isNew ? 0 : head;
    this.transcript.history = this.#before;
    this.#around.changed();
  }

  #message(message: Message): void {
    if (!this.transcript.hear(message)) return;
    this.typing.end();
    if (message.type === 'page_call' && message.seq > this.transcript.history) this.calls.offer(message);
  }

  #empty(): Transcript {
    return new Transcript((message) => this.#show(message));
  }

  #show(message: Message): void {
    const { from, type, seq } = message;
    if (type === 'closed') this.#closed = true;
    // Whoever is handed over hears of the bot again when it has been given back.
    if (from === 'bot') this.transferred = type === 'transfer';
    if (type !== 'page_call') this.#around.shown(message, seq > this.#before);
    this.#around.changed();
  }
}
