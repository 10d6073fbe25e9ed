import type { Partition, Received } from '@backchannel/messaging';
import type { ExpressionBuilder } from 'kysely';
import type { Transaction } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';
import type { ReadModel } from './heard.ts';

/** Brings what is said to control's read models: what a batch leads to and the position behind it change together. */
export class LogReader {
  readonly #store: Store;
  readonly #models: readonly ReadModel[];

  readonly #heard: ((records: readonly Received[]) => void) | undefined;

  constructor(store: Store, models: readonly ReadModel[], heard?: (records: readonly Received[]) => void) {
    this.#store = store;
    this.#heard = heard;
    this.#models = models;
  }

  /** Where to begin: behind what the tables have, whatever the group has acknowledged. */
  async assigned({ topic, number }: Partition): Promise<number> {
    const row = await this.#store.db.selectFrom('positions').select('next').where(at(topic, number)).executeTakeFirst();
    return row?.next ?? 0;
  }

  /** Another owner of the partition may be at work: what it has done is not done again. */
  async hear(records: readonly Received[], partition: Partition): Promise<void> {
    const behind = await this.#store.follow(async (trx) => {
      const next = await lock(trx, partition);
      const [first] = records;
      // The tables were put back to an older state: what is missing is read again.
      if (first && first.offset > Math.max(next, partition.start)) return next;
      const fresh = records.filter(({ offset }) => offset >= next);
      const last = fresh.at(-1);
      if (!last) return null;
      for (const model of this.#models) await model.hear(trx, fresh);
      await trx
        .updateTable('positions')
        .set({ next: last.offset + 1 })
        .where(at(partition.topic, partition.number))
        .execute();
      return null;
    });
    if (behind !== null) partition.goTo(behind);
    else this.#heard?.(records);
  }
}

/** The position, which nobody else changes until the transaction has ended. */
async function lock(trx: Transaction, { topic, number }: Partition): Promise<number> {
  await trx
    .insertInto('positions')
    .values({ topic, partition: number, next: 0 })
    .onConflict((conflict) => conflict.columns(['topic', 'partition']).doUpdateSet({ topic }))
    .execute();
  return (await trx.selectFrom('positions').select('next').where(at(topic, number)).executeTakeFirstOrThrow()).next;
}

const at = (topic: string, partition: number) => (where: ExpressionBuilder<Tables, 'positions'>) =>
  where.and({ topic, partition });
