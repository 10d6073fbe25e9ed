import { type Event, limits } from '@backchannel/contracts';
import type { Received, RecordReader } from '../broker.ts';
import { during, isRecorded, traceparentOf } from '../tracing.ts';
import { Unprocessable } from '../unprocessable.ts';
import type { Employer, Hands } from './hands.ts';
import { type Spans, spansOf } from './traced.ts';
import { Watermark } from './watermark.ts';

/** Hands for a reader of single records: beside each other, one after the other within a key. */
export class Records implements Hands {
  readonly most = 100;
  #current = new AbortController();
  #until: AbortSignal;
  #watermark = new Watermark(0);
  readonly #lastOf = new Map<string, Promise<void>>();
  readonly #reader: RecordReader;
  readonly #employer: Employer;
  #roomMade: (() => void) | undefined;

  constructor(reader: RecordReader, employer: Employer) {
    this.#reader = reader;
    this.#employer = employer;
    this.#until = AbortSignal.any([this.#current.signal, employer.stopping]);
    employer.stopping.addEventListener('abort', () => this.#roomMade?.());
  }

  get position(): number {
    return this.#watermark.position;
  }

  async work(records: readonly Received[]): Promise<void> {
    const until = this.#until;
    for (const record of records) {
      while (this.#watermark.unfinished >= limits.openTurns && !until.aborted) await this.#room();
      if (until.aborted) return;
      this.#begin(record, until);
    }
  }

  #begin(record: Received, until: AbortSignal): void {
    const { key } = record.raw;
    const current = this.#current.signal;
    const watermark = this.#watermark;
    watermark.begin(record.offset);
    const before = this.#lastOf.get(key);
    const work = async () => {
      await before;
      try {
        await this.#one(record, until);
        watermark.finish(record.offset);
        if (!current.aborted) this.#employer.moved();
      } catch {
        // Told to stop: it stays unfinished, and comes again.
      }
      if (this.#lastOf.get(key) === mine) this.#lastOf.delete(key);
      this.#roomMade?.();
    };
    const mine: Promise<void> = work();
    this.#lastOf.set(key, mine);
  }

  async #one(record: Received, until: AbortSignal): Promise<void> {
    const { group, say, park, attempt } = this.#employer;
    until.throwIfAborted();
    const spans = isRecorded(record.envelope.traceparent) ? spansOf([record], group) : null;
    const mine = spans ? inSpan(record, spans) : record;
    const { traceparent } = mine.envelope;
    try {
      const handle = () => this.#handle(mine);
      const events = await (spans
        ? during(spans.first, () => attempt(handle, until, record.offset))
        : attempt(handle, until, record.offset));
      await say(
        traceparent ? events.map((event) => ({ ...event, traceparent: event.traceparent ?? traceparent })) : events,
      );
      spans?.end();
    } catch (error) {
      spans?.end(error);
      if (!(error instanceof Unprocessable)) throw error;
      await say([park(record, error)]);
    }
  }

  async #handle(record: Received): Promise<readonly Event[]> {
    const { watch } = this.#employer;
    if (!watch) return this.#reader.handle(record);
    const began = performance.now();
    try {
      return await this.#reader.handle(record);
    } finally {
      watch.handled(1, performance.now() - began);
    }
  }

  goTo(offset: number): void {
    this.#current.abort();
    this.#current = new AbortController();
    this.#until = AbortSignal.any([this.#current.signal, this.#employer.stopping]);
    this.#watermark = new Watermark(offset);
    this.#roomMade?.();
  }

  async idle(): Promise<void> {
    while (this.#lastOf.size > 0) await Promise.all(this.#lastOf.values());
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#roomMade = resolve;
    });
  }
}

/** The record as its handler sees it: what it says and asks goes on from its span. Its data is still parsed at the first look. */
function inSpan(record: Received, { first }: Spans): Received {
  const envelope = { ...record.envelope, traceparent: traceparentOf(first) };
  const { partition, offset, raw } = record;
  const seen = {
    partition,
    offset,
    raw,
    envelope,
    get event() {
      return record.event;
    },
    get problem() {
      return record.problem;
    },
  };
  return seen as Received;
}
