import { setImmediate } from 'node:timers/promises';
import { limits } from '@backchannel/contracts';
import type { Opened } from '@backchannel/service';
import { Lease } from '../said/lease.ts';
import type { Store } from '../store/store.ts';

const EVERY_MS = 10 * 60_000;
const LEASE_MS = 60_000;
/** What one step takes away: no lock is held for longer, and who reads or writes comes in between. */
const STEP = 250;

/** Takes away what is older than the journal is kept, one instance at a time. */
export class Retention {
  readonly #store: Store;
  readonly #lease: Lease;
  readonly #log: Opened['log'];
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<unknown> | undefined;
  #closed = false;

  constructor(store: Store, { environment, log }: Pick<Opened, 'environment' | 'log'>) {
    this.#store = store;
    this.#log = log;
    this.#lease = new Lease(store.db, { name: 'journal', ms: LEASE_MS, alone: !environment.databaseUrl });
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.#begin(), EVERY_MS).unref();
    this.#begin();
  }

  async onModuleDestroy(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#round;
    await this.#lease.release();
  }

  /** Answers how many inputs it has taken away. */
  async sweep(now: number): Promise<number> {
    const before = now - limits.journalMs;
    let count = 0;
    while (!this.#closed && (await this.#lease.take())) {
      const gone = await this.#step(before);
      count += gone;
      if (gone < STEP) break;
      await setImmediate();
    }
    return count;
  }

  #begin(): void {
    this.#round ??= this.sweep(Date.now())
      .catch((error: unknown) => this.#log.warn({ err: error }, 'the journal could not be cleared of what is old'))
      .finally(() => {
        this.#round = undefined;
      });
  }

  #step(before: number): Promise<number> {
    return this.#store.change(async (trx) => {
      const old = await trx
        .selectFrom('journal_inputs')
        .select(['id', 'conversation_id'])
        .where('at', '<', before)
        .orderBy('at')
        .limit(STEP)
        .execute();
      await trx.deleteFrom('journal_erased').where('at', '<', before).execute();
      if (old.length === 0) return 0;
      const ids = old.map(({ id }) => id);
      const conversations = [...new Set(old.map(({ conversation_id }) => conversation_id))];
      // By its conversations, because that is how an index finds them.
      await trx
        .deleteFrom('journal_values')
        .where('conversation_id', 'in', conversations)
        .where('input_id', 'in', ids)
        .execute();
      await trx.deleteFrom('journal_inputs').where('id', 'in', ids).execute();
      return old.length;
    });
  }
}
