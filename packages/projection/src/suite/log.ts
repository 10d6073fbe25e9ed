import type { Event } from '@backchannel/contracts';
import type { Partition, Received } from '@backchannel/messaging';
import type { Projection } from '../projection.ts';
import type { Fact } from './facts.ts';

const TOPIC = 'test.log';

/** One partition's records, and what its group has acknowledged and said. */
export class TestLog {
  records: Received[] = [];
  readonly said: Event[] = [];
  committed = -1;
  start = 0;

  get end(): number {
    return (this.records.at(-1)?.offset ?? this.start - 1) + 1;
  }

  append(...facts: readonly Fact[]): void {
    for (const fact of facts) this.records.push(received(fact, this.end));
  }

  saidIds(): string[] {
    return this.said.map((event) => event.id);
  }

  readonly say = async (events: readonly Event[]): Promise<void> => {
    this.said.push(...events);
  };
}

function received(fact: Fact, offset: number): Received {
  const envelope = {
    topic: TOPIC,
    type: 'fact',
    version: 1,
    id: `r${offset}`,
    key: fact.key,
    time: fact.time ?? offset,
  };
  return {
    partition: 0,
    offset,
    envelope,
    raw: { key: fact.key, headers: {}, value: Buffer.from(JSON.stringify(fact)) },
    event: { ...envelope, data: fact },
  };
}

/** What a transport does: feeds batches, says what comes back, acknowledges; steps apart, so that a test can stop between. */
export class TestReader {
  readonly partition: Partition;
  position = 0;
  readonly #log: TestLog;
  readonly #projection: Projection;
  #sentAway = false;

  constructor(log: TestLog, projection: Projection) {
    this.#log = log;
    this.#projection = projection;
    const { committed } = log;
    const goTo = (offset: number) => {
      this.position = offset;
      this.#sentAway = true;
    };
    this.partition = {
      topic: TOPIC,
      number: 0,
      committed,
      goTo,
      get start() {
        return log.start;
      },
      get end() {
        return log.end;
      },
    };
  }

  async assign(): Promise<this> {
    this.position = await this.#projection.assigned(this.partition);
    return this;
  }

  /** Folds one batch; what comes back has not been said. */
  async fold(size = Infinity): Promise<readonly Event[]> {
    const from = this.#log.records.findIndex(({ offset }) => offset >= this.position);
    if (from < 0) return [];
    const batch = this.#log.records.slice(from, from + size);
    this.#sentAway = false;
    const events = await this.#projection.fold(batch, this.partition);
    if (!this.#sentAway) this.position = (batch.at(-1)?.offset ?? 0) + 1;
    return events;
  }

  async sayAndCommit(events: readonly Event[]): Promise<void> {
    await this.#log.say(events);
    if (!this.#sentAway) this.#log.committed = this.position;
  }

  async step(size?: number): Promise<void> {
    await this.sayAndCommit(await this.fold(size));
  }

  async toEnd(size?: number): Promise<void> {
    while (this.position < this.#log.end) await this.step(size);
  }

  async tick(): Promise<readonly Event[]> {
    this.#sentAway = false;
    const events = await this.#projection.tick(this.partition);
    await this.#log.say(events);
    return events;
  }
}
