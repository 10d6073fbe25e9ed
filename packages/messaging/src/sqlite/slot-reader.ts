import type { Topic } from '@backchannel/contracts';
import type { Fetched } from '../runner/source.ts';
import { read } from '../wire.ts';
import type { Log, Slot } from './log.ts';

const AT_ONCE = 500;

/** Reads one partition of the log for one reader, whenever there is something. */
export class SlotReader {
  readonly slot: Slot;
  readonly #log: Log;
  readonly #topic: Topic;
  readonly #deliver: (fetched: Fetched) => void;
  #next = 0;
  #reading = false;
  #scheduled = false;

  constructor(log: Log, { slot, topic }: { slot: Slot; topic: Topic }, deliver: (fetched: Fetched) => void) {
    this.#log = log;
    this.slot = slot;
    this.#topic = topic;
    this.#deliver = deliver;
  }

  read(offset: number): void {
    this.#next = offset;
    this.#reading = true;
    this.wake();
  }

  pause(): void {
    this.#reading = false;
  }

  wake(): void {
    if (!this.#reading || this.#scheduled || this.#next >= this.slot.end) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#reading) this.#some();
    });
  }

  #some(): void {
    const { partition, start, end } = this.slot;
    const from = Math.max(this.#next, start);
    const stored = this.#log.read(this.slot, from, AT_ONCE);
    const records = stored.map(({ offset, ...raw }) => read(this.#topic, { partition, offset }, raw));
    this.#next = (stored.at(-1)?.offset ?? end - 1) + 1;
    this.#deliver({ from, records, end });
    this.wake();
  }
}
