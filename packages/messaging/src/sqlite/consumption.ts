import type { Event } from '@backchannel/contracts';
import { reasonOf } from '../again.ts';
import type { Consumer, Standing } from '../broker.ts';
import { Runner } from '../runner/runner.ts';
import type { Log, Slot } from './log.ts';
import { SlotReader } from './slot-reader.ts';

const COMMIT_MS = 250;

/** One group reads one topic: a runner per partition, and a timer that acknowledges. */
export class Consumption {
  readonly group: string;
  readonly topic: string;
  readonly #log: Log;
  readonly #parts: readonly { readonly slot: Slot; readonly reader: SlotReader; readonly runner: Runner }[];
  #timer: NodeJS.Timeout | undefined;
  #trouble: string | undefined;

  constructor(log: Log, consumer: Consumer, publish: (events: readonly Event[]) => Promise<void>) {
    const { group, topic } = consumer;
    this.#log = log;
    this.group = group;
    this.topic = topic.name;
    this.#parts = log.slots(topic.name).map((slot) => {
      const reader: SlotReader = new SlotReader(log, { slot, topic }, (fetched) => runner.take(fetched));
      const runner: Runner = new Runner(consumer, {
        number: slot.partition,
        bounds: async () => ({ start: slot.start, end: slot.end, committed: log.committed(group, slot) }),
        read: (offset) => reader.read(offset),
        pause: () => reader.pause(),
        publish,
        moved: () => {
          this.#timer ??= setTimeout(() => this.#commit(), COMMIT_MS);
        },
      });
      return { slot, reader, runner };
    });
    for (const { runner } of this.#parts) runner.begin();
  }

  wake(slot: Slot): void {
    this.#parts[slot.partition]?.reader.wake();
  }

  standings(): Standing[] {
    return this.#parts.flatMap(({ runner }) => runner.standing());
  }

  waitsFor(): string[] {
    const sentences = this.#parts.flatMap(({ runner }) => runner.waitsFor());
    return this.#trouble ? [this.#trouble, ...sentences] : sentences;
  }

  async close(): Promise<void> {
    await Promise.all(this.#parts.map(({ runner }) => runner.drain()));
    this.#commit();
    clearTimeout(this.#timer);
  }

  #commit(): void {
    this.#timer = undefined;
    const moved = this.#parts.flatMap(({ slot, runner: { position } }) =>
      position === undefined ? [] : [{ slot, position }],
    );
    if (moved.length === 0) return;
    try {
      this.#log.commit(this.group, new Map(moved.map(({ slot, position }) => [slot, position])));
      for (const { slot, position } of moved) this.#parts[slot.partition]?.runner.acknowledged(position);
      this.#trouble = undefined;
    } catch (error) {
      this.#trouble = `${this.group} on ${this.topic}: offsets can't be stored: ${reasonOf(error)}`;
      this.#timer = setTimeout(() => this.#commit(), COMMIT_MS);
    }
  }
}
