import { InputTracked, limits } from '@backchannel/contracts';
import type { Opened } from '@backchannel/service';
import type { ChatStore, Look } from './chat.store.ts';
import { receipts } from './receipts.ts';

/** Acknowledgements are collected for so long: what they cost is for all of them together, and nobody waits for receipts. */
const COLLECT_MS = 250;
/** Conversations that are settled at once, of one partition. */
const MOST = 200;

/**
 * Tells once an input's last message is on the person's screen. What has been told is stored only after it was said, so
 * a crash between tells it twice, with the same id, rather than never.
 */
export class Acknowledgements {
  readonly #store: Pick<ChatStore, 'partitions' | 'advance' | 'tell'>;
  readonly #opened: Pick<Opened, 'say' | 'log'>;
  /** What is still to be looked at: acknowledgements of one conversation that come together count as the last. */
  readonly #pending = new Map<string, number>();
  /** Partitions at work. Within one, nothing is looked at while it is being told. */
  readonly #working = new Map<number, Promise<boolean>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(store: Pick<ChatStore, 'partitions' | 'advance' | 'tell'>, opened: Pick<Opened, 'say' | 'log'>) {
    this.#store = store;
    this.#opened = opened;
  }

  /** The person has seen everything up to `seq`; 0 to look again at what they have seen before. */
  seen(conversationId: string, seq: number): void {
    this.#keep(conversationId, seq);
    this.#soon();
  }

  /** Goes on with what failed. */
  again(): void {
    if (this.#pending.size > 0) this.#soon();
  }

  /** Resolves when what there is has been told, or could not be. */
  async idle(): Promise<void> {
    let goesWell = true;
    while (goesWell && this.#pending.size + this.#working.size > 0) {
      await this.#settle();
      const settled = await Promise.all(this.#working.values());
      goesWell = settled.length > 0 && settled.every(Boolean);
    }
    clearTimeout(this.#timer);
  }

  #keep(conversationId: string, seq: number): void {
    this.#pending.set(conversationId, Math.max(seq, this.#pending.get(conversationId) ?? 0));
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => void this.#settle(), COLLECT_MS);
  }

  async #settle(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      const groups = await this.#store.partitions.group(this.#pending.keys());
      for (const [partition, ids] of groups) if (!this.#working.has(partition)) this.#work(partition, ids);
    } catch (error) {
      this.#opened.log.warn({ err: error }, 'receipts could not be told');
    }
  }

  #work(partition: number, conversationIds: readonly string[]): void {
    const looks = conversationIds.slice(0, MOST).map((id) => this.#take(id));
    const done = this.#tell(partition, looks).then(
      () => {
        this.#working.delete(partition);
        this.again();
        return true;
      },
      (error: unknown) => {
        this.#working.delete(partition);
        // Tried again with the next acknowledgement, or when the heads are compared.
        for (const { conversationId, seen } of looks) this.#keep(conversationId, seen);
        this.#opened.log.warn({ err: error, partition }, 'receipts could not be told');
        return false;
      },
    );
    this.#working.set(partition, done);
  }

  #take(conversationId: string): Look {
    const seen = this.#pending.get(conversationId) ?? 0;
    this.#pending.delete(conversationId);
    return { conversationId, seen, from: 0 };
  }

  /** Two round trips and one saying for all of them, and again for those who have seen more than a page. */
  async #tell(partition: number, first: readonly Look[]): Promise<void> {
    for (let looks = first; looks.length > 0; ) {
      const { epoch, seen } = await this.#store.advance(partition, looks);
      const pages = seen.map((screen) => ({ ...screen, ...page(screen) }));
      const time = Date.now();
      const events = pages.flatMap(({ conversationId, inputs }) =>
        inputs.map((input) => InputTracked.of({ stage: 'delivered', conversationId, ...input }, { time })),
      );
      if (events.length > 0) {
        await this.#opened.say(events);
        const told = pages.filter(({ inputs }) => inputs.length > 0);
        await this.#store.tell(partition, epoch, told);
      }
      looks = pages
        .filter(({ upTo, reached }) => upTo < reached)
        .map(({ conversationId, upTo }) => ({ conversationId, seen: 0, from: upTo }));
    }
  }
}

type Screen = Awaited<ReturnType<ChatStore['advance']>>['seen'][number];

function page({ rows, first, reached, turn }: Screen) {
  const upTo = Math.min(reached, first + limits.transcriptPage);
  return { upTo, ...receipts({ rows, seen: upTo, turn }) };
}
