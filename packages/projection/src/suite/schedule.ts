import { createProjection } from '../log-projection.ts';
import type { Projection } from '../projection.ts';
import { around } from './around.ts';
import { type Fact, rules } from './facts.ts';
import { type TestLog, TestReader } from './log.ts';
import type { TestStore } from './open.ts';

/** One thing that happens next in a schedule. */
export type Happening =
  | { readonly happens: 'append'; readonly facts: readonly Fact[] }
  /** An owner goes on up to its next call of the store or the broker. */
  | { readonly happens: 'go'; readonly who: number; readonly size: number }
  | { readonly happens: 'crash'; readonly who: number }
  | { readonly happens: 'snapshot' }
  | { readonly happens: 'restore' };

/** Owners of one partition, none of which knows that it is not alone, and each of which may stop for good at any call. */
export class Schedule {
  readonly #log: TestLog;
  readonly #store: TestStore;
  readonly #actors: Actor[];

  constructor(log: TestLog, store: TestStore, owners: number) {
    this.#log = log;
    this.#store = store;
    this.#actors = Array.from({ length: owners }, () => new Actor(log, store));
  }

  async run(happenings: readonly Happening[]): Promise<void> {
    for (const happening of happenings) await this.#next(happening);
    for (const actor of this.#actors) actor.crash();
  }

  async #next(happening: Happening): Promise<void> {
    const { happens } = happening;
    if (happens === 'append') this.#log.append(...happening.facts);
    else if (happens === 'snapshot') await this.#store.snapshot();
    else if (happens === 'restore') await this.#store.restore();
    else if (happens === 'crash') this.#actors[happening.who]?.crash();
    else await this.#actors[happening.who]?.go(happening.size);
  }
}

class Actor {
  readonly #log: TestLog;
  readonly #store: TestStore;
  #life: Life | undefined;

  constructor(log: TestLog, store: TestStore) {
    this.#log = log;
    this.#store = store;
  }

  crash(): void {
    this.#life?.gate.shut();
    this.#life = undefined;
  }

  async go(size: number): Promise<void> {
    this.#life ??= new Life(this.#log, this.#store);
    await this.#life.gate.next(this.#life.work(size));
  }
}

class Life {
  readonly gate = new Gate();
  readonly #log: TestLog;
  readonly #projection: Projection;
  #reader: TestReader | undefined;
  #working: Promise<void> | undefined;

  constructor(log: TestLog, store: TestStore) {
    const { gate } = this;
    const slots = around(store.slots, async (_, call) => {
      await gate.pass();
      return call();
    });
    const say: TestLog['say'] = async (events) => {
      await gate.pass();
      await log.say(events);
    };
    this.#log = log;
    this.#projection = createProjection({ slots, rules, say });
  }

  /** The work in hand, or else the next. */
  work(size: number): Promise<void> {
    this.#working ??= this.#begin(size).finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  async #begin(size: number): Promise<void> {
    if (!this.#reader) {
      const reader = new TestReader(this.#log, this.#projection);
      await reader.assign();
      this.#reader = reader;
    } else if (this.#reader.position < this.#log.end) {
      const events = await this.#reader.fold(size);
      await this.gate.pass();
      await this.#reader.sayAndCommit(events);
    } else {
      await this.#reader.tick();
    }
  }
}

/** Holds work up at each call, and lets it through to the next one. */
class Gate {
  #arrived = Promise.withResolvers<void>();
  #open: (() => void) | undefined;
  #shut = false;

  async pass(): Promise<void> {
    const opened = Promise.withResolvers<void>();
    this.#open = opened.resolve;
    this.#arrived.resolve();
    await opened.promise;
  }

  /** Resolves when the work has come to its next call, or to its end. */
  async next(work: Promise<void>): Promise<void> {
    if (this.#shut) return;
    this.#arrived = Promise.withResolvers<void>();
    this.#open?.();
    this.#open = undefined;
    await Promise.race([this.#arrived.promise, work]);
  }

  /** Whatever stands at it never goes on. */
  shut(): void {
    this.#shut = true;
    this.#open = undefined;
  }
}
