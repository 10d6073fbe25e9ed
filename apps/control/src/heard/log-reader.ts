import type { Partition, Received } from '@backchannel/messaging';
import type { ExpressionBuilder } from 'kysely';
import type { Transaction } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';
import type { ReadModel } from './heard.ts';

/** What has come to one partition. */
interface Batch {
  readonly records: readonly Received[];
  readonly partition: Partition;
}
interface Waiting extends Batch {
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Records that share a transaction, at most, if more than one partition's do. */
const MOST = 500;

/**
 * Brings what is said to control's read models: what batches lead to and the positions behind them change together. Batches
 * of one topic that come in the same turn of the event loop share a transaction, which costs more than what is in it.
 */
export class LogReader {
  readonly #store: Store;
  readonly #models: readonly ReadModel[];
  readonly #heard: ((records: readonly Received[]) => void) | undefined;
  #waiting: Waiting[] = [];

  constructor(store: Store, models: readonly ReadModel[], heard?: (records: readonly Received[]) => void) {
    this.#store = store;
    this.#heard = heard;
    this.#models = models;
  }

  /** Where to begin: behind what the tables have, whatever the group has acknowledged. */
  async assigned({ topic, number }: Partition): Promise<number> {
    const row = await this.#store.db
      .selectFrom('positions')
      .select('next')
      .where(of(topic, [number]))
      .executeTakeFirst();
    return row?.next ?? 0;
  }

  /** Resolves when all of it is in the tables, or is read again from further back. */
  hear(records: readonly Received[], partition: Partition): Promise<void> {
    return new Promise((done, failed) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#begin());
      this.#waiting.push({ records, partition, done, failed });
    });
  }

  #begin(): void {
    const topics = Map.groupBy(this.#waiting, ({ partition }) => partition.topic);
    this.#waiting = [];
    for (const [topic, waiting] of topics) for (const some of together(waiting)) void this.#take(topic, some);
  }

  /** One that fails takes no others with it. */
  async #take(topic: string, waiting: readonly Waiting[]): Promise<void> {
    try {
      const behind = await this.#store.follow((trx) => this.#bring(trx, topic, waiting));
      for (const { records, partition, done } of waiting) {
        const next = behind.get(partition.number);
        if (next === undefined) this.#heard?.(records);
        else partition.goTo(next);
        done();
      }
    } catch (error) {
      if (waiting.length === 1) waiting[0]?.failed(error);
      else for (const one of waiting) await this.#take(topic, [one]);
    }
  }

  /**
   * Answers where the tables are, of partitions of which they have less: they were put back to an older state, and what is
   * missing is read again. Another owner of a partition may be at work: what it has done is not done again.
   */
  async #bring(trx: Transaction, topic: string, batches: readonly Batch[]): Promise<ReadonlyMap<number, number>> {
    const positions = await lock(trx, topic, batches.map(({ partition }) => partition.number).toSorted(ascending));
    const behind = new Map<number, number>();
    const fresh: Received[] = [];
    const moved: { topic: string; partition: number; next: number }[] = [];
    for (const { records, partition } of batches) {
      const next = positions.get(partition.number) ?? 0;
      const [first] = records;
      if (first && first.offset > Math.max(next, partition.start)) {
        behind.set(partition.number, next);
        continue;
      }
      const unheard = records.filter(({ offset }) => offset >= next);
      const last = unheard.at(-1);
      if (!last) continue;
      fresh.push(...unheard);
      moved.push({ topic, partition: partition.number, next: last.offset + 1 });
    }
    if (moved.length === 0) return behind;
    for (const model of this.#models) await model.hear(trx, fresh);
    await trx
      .insertInto('positions')
      .values(moved)
      .onConflict((conflict) =>
        conflict.columns(['topic', 'partition']).doUpdateSet((eb) => ({ next: eb.ref('excluded.next') })),
      )
      .execute();
    return behind;
  }
}

/** As many at a time as are not too many, and no partition twice: two owners of it, for a moment. */
function together(waiting: readonly Waiting[]): Waiting[][] {
  const groups: Waiting[][] = [];
  let count = MOST;
  for (const one of waiting) {
    count += one.records.length;
    const isThere = groups.at(-1)?.some(({ partition }) => partition.number === one.partition.number) ?? false;
    if (count > MOST || isThere) {
      groups.push([]);
      count = one.records.length;
    }
    groups.at(-1)?.push(one);
  }
  return groups;
}

/** The positions, which nobody else changes until the transaction has ended. */
async function lock(trx: Transaction, topic: string, numbers: readonly number[]): Promise<ReadonlyMap<number, number>> {
  await trx
    .insertInto('positions')
    .values(numbers.map((partition) => ({ topic, partition, next: 0 })))
    .onConflict((conflict) => conflict.columns(['topic', 'partition']).doUpdateSet({ topic }))
    .execute();
  const rows = await trx.selectFrom('positions').select(['partition', 'next']).where(of(topic, numbers)).execute();
  return new Map(rows.map(({ partition, next }) => [partition, next]));
}

const ascending = (one: number, other: number) => one - other;
const of = (topic: string, numbers: readonly number[]) => (where: ExpressionBuilder<Tables, 'positions'>) =>
  where.and([where('topic', '=', topic), where('partition', 'in', numbers)]);
