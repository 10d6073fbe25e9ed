import { Opened } from '@backchannel/service';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { forgetOldParked } from '../parked/retention.ts';
import { Lease } from '../said/lease.ts';
import { Store } from '../store/store.ts';
import { forgetAll } from './erasing.ts';
import { InputsToSay } from './inputs-to-say.ts';
import { closeReceipts, emptyOld, forgetOld } from './retention.ts';

const ERASING_MS = 5_000;
const TIDYING_MS = 10 * 60_000;

/** What time does: people who are to be forgotten, and conversations whose time is over. */
@Injectable()
export class Tidying implements OnModuleInit, OnModuleDestroy {
  readonly #lease: Lease;
  readonly #timers: NodeJS.Timeout[] = [];
  #working: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(
    private readonly store: Store,
    private readonly opened: Opened,
    private readonly inputs: InputsToSay,
  ) {
    const alone = opened.environment.databaseUrl === undefined;
    this.#lease = new Lease(store.db, { name: 'tidying', ms: TIDYING_MS / 2, alone });
  }

  onModuleInit(): void {
    this.#timers.push(setInterval(() => this.#then(() => this.erase()), ERASING_MS));
    this.#timers.push(setInterval(() => this.#then(() => this.tidy()), TIDYING_MS));
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#working;
  }

  /** What is found only now of people who are to be forgotten. */
  async erase(): Promise<void> {
    await forgetAll(this.store);
    await this.inputs.say();
  }

  /** In small steps, and one instance at a time. */
  async tidy(now = Date.now()): Promise<void> {
    for (const step of [emptyOld, forgetOldParked, forgetOld]) {
      for (let more = true; more && !this.#stopping && (await this.#lease.take()); ) more = await step(this.store, now);
    }
    if (await this.#lease.take()) await closeReceipts(this.store, now);
    await this.#lease.release();
  }

  #then(work: () => Promise<void>): void {
    this.#working = this.#working
      .then(work)
      .catch((err: unknown) => this.opened.log.warn({ err }, 'conversations can not be tidied now'));
  }
}
