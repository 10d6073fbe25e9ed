import { InputReceived } from '@backchannel/contracts';
import { Opened } from '@backchannel/service';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import type { Transaction } from '../store/database.ts';
import { plain } from '../store/plain.ts';
import { Store } from '../store/store.ts';

const AT_ONCE = 100;
const AGAIN_MS = 1_000;

/** Has an input said once this transaction has ended well. The same input is said once, however often somebody decides it. */
export async function toSay(trx: Transaction, input: InputReceived): Promise<void> {
  const event = InputReceived(input, { time: Date.now() });
  const row = {
    id: input.inputId,
    conversation_id: plain(input.conversationId),
    event: JSON.stringify(event),
    at: event.time,
  };
  await trx
    .insertInto('inputs_to_say')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Says what control has decided. Said, then taken away: after a crash between, or by two instances, an input is said
 * twice, and session knows its id.
 */
@Injectable()
export class InputsToSay implements OnModuleInit, OnModuleDestroy {
  #ticking: NodeJS.Timeout | undefined;
  #saying: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: Store,
    private readonly opened: Opened,
  ) {}

  onModuleInit(): void {
    this.#ticking = setInterval(() => void this.say(), AGAIN_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#ticking);
    await this.#saying;
  }

  /** Resolves when all that is decided is said, or has to be tried again: then it is, soon. */
  say(): Promise<void> {
    this.#saying = this.#saying.then(() => this.#say());
    return this.#saying;
  }

  async #say(): Promise<void> {
    try {
      for (let said = AT_ONCE; said === AT_ONCE; ) said = await this.#saySome();
    } catch (err) {
      this.opened.log.warn({ err }, 'what control has to say to conversations can not be said yet');
    }
  }

  async #saySome(): Promise<number> {
    const { db } = this.store;
    const rows = await db.selectFrom('inputs_to_say').selectAll().orderBy('at').orderBy('id').limit(AT_ONCE).execute();
    if (rows.length === 0) return 0;
    await this.opened.say(rows.map(({ event }) => StoredEvent.parse(JSON.parse(event))));
    const ids = rows.map(({ id }) => id);
    await db.deleteFrom('inputs_to_say').where('id', 'in', ids).execute();
    return rows.length;
  }
}

const StoredEvent = z.object({
  topic: z.string(),
  type: z.string(),
  version: z.int(),
  id: z.string(),
  key: z.string(),
  time: z.number(),
  conversation: z.string(),
  data: InputReceived.schema,
});
