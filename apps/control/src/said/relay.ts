import { limits } from '@backchannel/contracts';
import { type Opened, seconds } from '@backchannel/service';
import type { Store } from '../store/store.ts';
import type { Healer } from './healer.ts';
import { Lease } from './lease.ts';
import { Outbox } from './outbox.ts';

/** How often it looks for what another instance, or a crash, has left. */
const POLL_MS = 500;
/** Longer than saying a row may take. */
const LEASE_MS = 3 * limits.publishMs;

/** Says what was changed, one instance at a time. What can't be said now is said later: changes go on meanwhile. */
export class Relay {
  readonly #outbox: Outbox;
  readonly #lease: Lease;
  readonly #healer: Healer;
  readonly #log: Opened['log'];
  readonly #polling: NodeJS.Timeout;
  #round: Promise<void> | undefined;
  #again = false;
  #closed = false;
  #trouble: string | undefined;
  /** When the outbox was last seen empty, if something has been in it since. */
  #waitingSince: number | undefined;

  constructor({ db }: Store, opened: Opened, healer: Healer) {
    this.#outbox = new Outbox(db, { say: (events) => opened.say(events) });
    this.#lease = new Lease(db, { name: 'say', ms: LEASE_MS, alone: !opened.environment.databaseUrl });
    this.#healer = healer;
    this.#log = opened.log;
    this.#polling = setInterval(() => this.wake(), POLL_MS).unref();
    const waiting = {
      kind: 'gauge',
      name: 'backchannel_outbox_waiting_seconds',
      help: 'How long there has been something in the outbox without a break, as this instance sees it',
    } as const;
    opened.meter.reading(waiting, () => [
      [[], this.#waitingSince === undefined ? 0 : seconds(Date.now() - this.#waitingSince)],
    ]);
    opened.health.add(() => (this.#trouble === undefined ? [] : [this.#trouble]));
  }

  /** Something has been changed. */
  wake(): void {
    if (this.#closed) return;
    this.#again = true;
    this.#round ??= this.#rounds();
  }

  async onModuleDestroy(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#polling);
    await this.#round;
  }

  async #rounds(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      try {
        await this.#one();
      } catch (error) {
        this.#failed(error);
      }
    }
    this.#round = undefined;
  }

  async #one(): Promise<void> {
    const isEmpty = await this.#outbox.isEmpty();
    this.#waitingSince = isEmpty ? undefined : (this.#waitingSince ?? Date.now());
    // Nothing waits: another instance has said it, or it was the tables that were away.
    if (isEmpty) this.#trouble = undefined;
    const idle = isEmpty && !this.#healer.isDue();
    if (idle || !(await this.#lease.take())) return;
    try {
      await this.#healer.heal();
      await this.#sayAll();
    } finally {
      await this.#lease.release();
    }
  }

  async #sayAll(): Promise<void> {
    const failed: string[] = [];
    let reason: unknown;
    while (!this.#closed && (await this.#lease.take())) {
      const some = await this.#outbox.sayNext(failed);
      if (some.length === 0) break;
      for (const { botId, error } of some) {
        if (error === undefined) continue;
        failed.push(botId);
        reason = error;
      }
    }
    if (failed.length > 0) this.#failed(reason);
    else this.#trouble = undefined;
  }

  #failed(error: unknown): void {
    // Every half second while it lasts, but one line.
    if (this.#trouble === undefined) this.#log.error({ err: error }, 'what bots are can not be said now: it waits');
    this.#trouble = 'what was changed of bots waits to be said';
  }
}
