import type { Event } from '@backchannel/contracts';
import { type Broker, type Consumer, type Follower, SqliteBroker, type Stop } from '@backchannel/messaging';

const empty = () => new SqliteBroker({ path: ':memory:', partitions: 4 });

/** A broker that lasts longer than its log: those who read it for good go on with an empty one. */
export class LastingBroker implements Broker {
  #broker = empty();
  readonly #followers: Follower[] = [];
  readonly #consumers = new Map<Consumer, Stop>();
  #isComplete = false;

  /** Whoever reads it from now on reads this log alone. */
  complete(): void {
    this.#isComplete = true;
  }

  /** Another log, with nothing in it. `between`: what was being handled of the old one is, and nobody reads. */
  async renew(between: () => Promise<void>): Promise<void> {
    await this.#broker.close();
    await between();
    this.#broker = empty();
    for (const consumer of this.#consumers.keys()) this.#consumers.set(consumer, this.#broker.consume(consumer));
    await Promise.all(this.#followers.map((follower) => this.#broker.follow(follower)));
  }

  consume(given: Consumer): Stop {
    // Nobody has to wait here for what comes together.
    const consumer = { ...given, gapMs: 0 };
    const stop = this.#broker.consume(consumer);
    if (this.#isComplete) return stop;
    this.#consumers.set(consumer, stop);
    return async () => this.#consumers.get(consumer)?.();
  }

  follow(follower: Follower): Promise<void> {
    if (!this.#isComplete) this.#followers.push(follower);
    return this.#broker.follow(follower);
  }

  publish(events: readonly Event[]): Promise<void> {
    return this.#broker.publish(events);
  }

  behind(follower: Follower): readonly string[] {
    return this.#broker.behind(follower);
  }

  partitions(): Promise<number> {
    return this.#broker.partitions();
  }

  backlog() {
    return this.#broker.backlog();
  }

  waitsFor() {
    return this.#broker.waitsFor();
  }

  standings() {
    return this.#broker.standings();
  }

  close(): Promise<void> {
    return this.#broker.close();
  }
}
