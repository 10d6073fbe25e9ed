import type { Event } from '@backchannel/contracts';
import type { BatchReader, Partition, Received } from '../broker.ts';
import { Unprocessable } from '../unprocessable.ts';
import type { Employer, Hands } from './hands.ts';
import { spansOf } from './traced.ts';

/** Hands for a reader of batches: one batch at a time, handled, then said, then behind us. */
export class Batches implements Hands {
  readonly most = 500;
  position = 0;
  #current = new AbortController();
  #until: AbortSignal;
  readonly #reader: BatchReader;
  readonly #partition: Partition;
  readonly #employer: Employer;

  constructor(reader: BatchReader, partition: Partition, employer: Employer) {
    this.#reader = reader;
    this.#partition = partition;
    this.#employer = employer;
    this.#until = AbortSignal.any([this.#current.signal, employer.stopping]);
  }

  async work(records: readonly Received[]): Promise<void> {
    const current = this.#current.signal;
    const last = records.at(-1);
    if (!last || current.aborted) return;
    const { group, say, park, attempt, moved, stopping } = this.#employer;
    const spans = spansOf(records, group);
    try {
      const handle = () => this.#handle(records);
      const events = await attempt(handle, this.#until, last.offset);
      await say(spans ? spans.stamp(events) : events);
      spans?.end();
    } catch (error) {
      spans?.end(error);
      // Sent elsewhere in the middle of its attempts: whatever comes next begins there.
      if (current.aborted && !stopping.aborted) return;
      if (!(error instanceof Unprocessable)) throw error;
      if (records.length > 1) return this.#oneByOne(records, current);
      await say([park(last, error)]);
    }
    if (current.aborted) return;
    this.position = last.offset + 1;
    moved();
  }

  async #handle(records: readonly Received[]): Promise<readonly Event[]> {
    const { watch } = this.#employer;
    if (!watch) return this.#reader.handle(records, this.#partition);
    const began = performance.now();
    try {
      return await this.#reader.handle(records, this.#partition);
    } finally {
      watch.handled(records.length, performance.now() - began);
    }
  }

  /** Each is said before the next is handled, like batches of one: nothing that was decided waits for a failing neighbour. */
  async #oneByOne(records: readonly Received[], current: AbortSignal): Promise<void> {
    for (const record of records) {
      if (current.aborted) return;
      await this.work([record]);
    }
  }

  goTo(offset: number): void {
    this.#current.abort();
    this.#current = new AbortController();
    this.#until = AbortSignal.any([this.#current.signal, this.#employer.stopping]);
    this.position = offset;
  }

  async idle(): Promise<void> {}
}
