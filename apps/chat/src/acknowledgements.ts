import { InputTracked, limits } from '@backchannel/contracts';
import type { Opened } from '@backchannel/service';
import type { ChatStore } from './chat.store.ts';
import { receipts } from './receipts.ts';

/**
 * Tells once an input's last message is on the person's screen. What has been told is stored only after it was said, so
 * a crash between tells it twice, with the same id, rather than never.
 */
export class Acknowledgements {
  readonly #store: ChatStore;
  readonly #opened: Pick<Opened, 'say' | 'log'>;
  /** What is still to be looked at: acknowledgements of one conversation that come together count as the last. */
  readonly #pending = new Map<string, number>();
  readonly #working = new Map<string, Promise<void>>();
  #failing = false;

  constructor(store: ChatStore, opened: Pick<Opened, 'say' | 'log'>) {
    this.#store = store;
    this.#opened = opened;
  }

  /** The person has seen everything up to `seq`; 0 to look again at what they have seen before. */
  seen(conversationId: string, seq: number): void {
    this.#pending.set(conversationId, Math.max(seq, this.#pending.get(conversationId) ?? 0));
    this.#work(conversationId);
  }

  /** Goes on with what failed. */
  again(): void {
    for (const conversationId of this.#pending.keys()) this.#work(conversationId);
  }

  /** Resolves when nothing is being told. */
  async idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working.values());
  }

  #work(conversationId: string): void {
    if (this.#working.has(conversationId)) return;
    const done = this.#settle(conversationId).finally(() => this.#working.delete(conversationId));
    this.#working.set(conversationId, done);
  }

  async #settle(conversationId: string): Promise<void> {
    for (;;) {
      const seq = this.#pending.get(conversationId);
      if (seq === undefined) return;
      try {
        await this.#tell(conversationId, seq);
        this.#failing = false;
      } catch (error) {
        // Stays pending: tried again with the next acknowledgement, or when the heads are compared.
        this.#complain(error, conversationId);
        return;
      }
      if (this.#pending.get(conversationId) === seq) this.#pending.delete(conversationId);
    }
  }

  /** Once for as long as it goes on: what fails for one fails for all, and a line for each would hold up a slow process more. */
  #complain(error: unknown, conversation: string): void {
    if (this.#failing) return;
    this.#failing = true;
    this.#opened.log.warn({ err: error, conversation }, 'receipts can not be told: they are told later');
  }

  async #tell(conversationId: string, seq: number): Promise<void> {
    const { showing } = await this.#store.standing(conversationId);
    const [seen, told] = await Promise.all([
      this.#store.raise(conversationId, 'seen', Math.min(seq, showing.head)),
      this.#store.raise(conversationId, 'told', 0),
    ]);
    for (let after = told; after < seen; after += limits.transcriptPage) {
      const upTo = Math.min(seen, after + limits.transcriptPage);
      const { rows } = await this.#store.rows(conversationId, { after, limit: upTo - after + 1 });
      const { inputs, told: last } = receipts({ rows, seen: upTo, turn: showing.turn });
      if (inputs.length === 0) continue;
      const time = Date.now();
      await this.#opened.say(
        inputs.map(({ inputId, turn }) =>
          InputTracked({ stage: 'delivered', inputId, conversationId, turn }, { time }),
        ),
      );
      await this.#store.raise(conversationId, 'told', last);
    }
  }
}
