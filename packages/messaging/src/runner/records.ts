import { limits } from '@backchannel/contracts';
import type { Received, RecordReader } from '../broker.ts';
import { Unprocessable } from '../unprocessable.ts';
import type { Employer, Hands } from './hands.ts';
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
    const { say, park, attempt } = this.#employer;
    until.throwIfAborted();
    const { traceparent } = record.envelope;
    try {
      const events = await attempt(() => this.#reader.handle(record), until, record.offset);
      await say(
        traceparent ? events.map((event) => ({ ...event, traceparent: event.traceparent ?? traceparent })) : events,
      );
    } catch (error) {
      if (!(error instanceof Unprocessable)) throw error;
      await say([park(record, error)]);
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
