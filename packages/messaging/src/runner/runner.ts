import type { Event } from '@backchannel/contracts';
import { again, type Failure, reasonOf } from '../again.ts';
import type { Consumer, Partition, Received, Standing } from '../broker.ts';
import { Gap } from '../gap.ts';
import { parked, Unprocessable } from '../unprocessable.ts';
import { newerThanKnown } from '../wire.ts';
import { Batches } from './batches.ts';
import type { Employer, Hands } from './hands.ts';
import { Records } from './records.ts';
import type { Fetched, Source } from './source.ts';

const ENOUGH = 1_000;
const TICK_MS = 1_000;
/** A hiccup is nothing to tell of. */
const WORTH_TELLING = 3;

/** Works on one partition for one consumer: the same whatever the broker. */
export class Runner implements Partition {
  readonly topic: string;
  readonly number: number;
  committed = -1;
  start = 0;
  end = 0;
  readonly #consumer: Consumer;
  readonly #source: Source;
  readonly #hands: Hands;
  readonly #stop = new AbortController();
  #dropped = false;

  #next = 0;
  #backlog: Received[] = [];
  #reading = false;
  #full = false;
  #begun = false;
  /** Where to begin must be asked, for the first time or anew. */
  #lost = true;
  /** The log has a hole here, which is nothing to worry about. */
  #hole = -1;
  #acknowledged = -1;
  #newer: string | undefined;
  readonly #failures = new Map<string, Failure>();
  readonly #gap: Gap;

  #ticking: NodeJS.Timeout | undefined;
  #tickDue = false;
  #busy = false;
  #working: Promise<void> | undefined;

  constructor(consumer: Consumer, source: Source) {
    this.topic = consumer.topic.name;
    this.number = source.number;
    this.#consumer = consumer;
    this.#source = source;
    const { reader, gapMs = 0 } = consumer;
    this.#gap = new Gap(gapMs);
    const employer = this.#employer();
    this.#hands = reader.kind === 'batch' ? new Batches(reader, this, employer) : new Records(reader, employer);
  }

  begin(): void {
    if (this.#consumer.tick) {
      this.#ticking = setInterval(() => {
        this.#tickDue = true;
        this.#work();
      }, TICK_MS);
    }
    this.#work();
  }

  /** Takes what the broker has read. */
  take({ from, records, end }: Fetched): void {
    this.end = end;
    if (!this.#reading) return;
    if (end < this.#next) return this.#lose();
    if (from > this.#next && this.#hole !== this.#next) return this.#lookAround();

    const fresh =
      records[0] && records[0].offset < this.#next ? records.filter(({ offset }) => offset >= this.#next) : records;
    for (const record of fresh) {
      const newer = newerThanKnown(this.#consumer.topic, record.envelope);
      if (newer) {
        this.#newer = `${this.#name()} has a record at ${record.offset} ${newer}`;
        this.#pause();
        break;
      }
      this.#backlog.push(record);
      this.#next = record.offset + 1;
    }
    if (this.#backlog.length >= ENOUGH) {
      this.#pause();
      this.#full = true;
    }
    this.#work();
  }

  goTo(offset: number): void {
    this.#pause();
    this.#backlog = [];
    this.#newer = undefined;
    this.#hands.goTo(offset);
    this.#next = offset;
    if (!this.#lost) this.#read();
  }

  /** The broker serves another member, or begins anew: reading goes on where it was. */
  resume(): void {
    if (this.#reading) this.#source.read(this.#next);
    else this.#source.pause();
  }

  /** What may be acknowledged, if that is more than what was. */
  get position(): number | undefined {
    const { position } = this.#hands;
    return !this.#lost && position > this.#acknowledged ? position : undefined;
  }

  acknowledged(offset: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, offset);
  }

  /** Nothing, until it is known where to begin. */
  standing(): Standing[] {
    const { group } = this.#consumer;
    const lag = Math.max(0, this.end - this.#hands.position);
    return this.#begun ? [{ group, topic: this.topic, partition: this.number, lag }] : [];
  }

  waitsFor(): string[] {
    const failures = [...this.#failures].filter(([, { attempts }]) => attempts >= WORTH_TELLING);
    const sentences = failures.map(([what, { error, attempts }]) => `${what}, attempt ${attempts}: ${reasonOf(error)}`);
    return this.#newer ? [this.#newer, ...sentences] : sentences;
  }

  /** Whether it works on what it has taken; single records that take long do not count. */
  get isBusy(): boolean {
    return this.#busy;
  }

  /** Begins nothing new, and resolves once what is in hand is handled and said, or has failed once more. */
  async drain(): Promise<void> {
    clearInterval(this.#ticking);
    this.#stop.abort();
    this.#pause();
    await this.#working;
    await this.#hands.idle();
  }

  /** Somebody else has the partition: nothing more is said or acknowledged. */
  drop(): void {
    this.#dropped = true;
    void this.drain();
  }

  /** One thing after the other: where to begin, a tick, a batch. */
  #work(): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#working = this.#steps();
  }

  async #steps(): Promise<void> {
    // What was taken in the same turn of the event loop makes one batch.
    await Promise.resolve();
    try {
      while (!this.#stop.signal.aborted) {
        if (this.#tickDue && !this.#lost) await this.#tick();
        else if (this.#backlog.length > 0) await this.#handSome();
        else if (this.#lost) await this.#find();
        else return;
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error;
    } finally {
      this.#busy = false;
      this.#source.rested?.();
    }
  }

  async #handSome(): Promise<void> {
    await this.#gap.turn();
    if (this.#stop.signal.aborted) return;
    const some = this.#backlog.splice(0, this.#hands.most);
    if (this.#full && this.#backlog.length < ENOUGH / 2) this.#read();
    await this.#hands.work(some);
  }

  async #find(): Promise<void> {
    await this.#hands.idle();
    const offset = await this.#again('where to begin is not known', async () => {
      const { start, end, committed } = await this.#source.bounds();
      this.start = start;
      this.end = end;
      this.committed = committed;
      const here = this.#begun ? this.#hands.position : committed;
      const asked = (await this.#consumer.assigned?.(this)) ?? here;
      if (asked > end)
        throw new Error(`the log ends at ${end}, before ${asked}: it is not the log that was read before`);
      return Math.max(asked, start);
    });
    if (!this.#begun) this.acknowledged(Math.max(this.committed, offset));
    this.#begun = true;
    this.#lost = false;
    this.goTo(offset);
  }

  #lose(): void {
    this.#pause();
    this.#lost = true;
    this.#work();
  }

  /** The broker began to read after the next record: a hole that compaction left, a stale answer, or the log has lost it. */
  #lookAround(): void {
    const next = this.#next;
    this.#pause();
    const look = async () => {
      const { start } = await this.#again('what the log still has is not known', () => this.#source.bounds());
      if (next !== this.#next || this.#reading) return;
      this.#hole = next;
      if (start > next && this.#consumer.assigned) this.#lose();
      else this.#read();
    };
    // It rejects only when it is told to stop.
    look().catch(() => undefined);
  }

  async #tick(): Promise<void> {
    const what = `${this.#name()}: a tick failed`;
    try {
      const events = (await this.#consumer.tick?.(this)) ?? [];
      this.#note(what, undefined);
      await this.#say(events);
    } catch (error) {
      const attempts = (this.#failures.get(what)?.attempts ?? 0) + 1;
      this.#note(what, { error, attempts });
    } finally {
      // Also one that has come due meanwhile: of a store so slow, records get their turn in between.
      this.#tickDue = false;
    }
  }

  #employer(): Employer {
    const { group, watch } = this.#consumer;
    return {
      group,
      watch,
      stopping: this.#stop.signal,
      moved: () => this.#source.moved(),
      say: (events) => this.#say(events),
      park: (record, error) => {
        watch?.parked();
        return parked(record, { group, reason: reasonOf(error), time: Date.now() });
      },
      attempt: (handler, until, offset) => {
        const what = `${this.#name()} is stuck at ${offset}`;
        return again(async () => handler(), {
          until,
          unless: isUnprocessable,
          failed: (failure) => this.#note(what, failure),
        }).finally(() => this.#failures.delete(what));
      },
    };
  }

  async #say(events: readonly Event[]): Promise<void> {
    if (events.length > 0) await this.#again('what it decided can not be said', () => this.#source.publish(events));
    if (this.#dropped) throw new Error('somebody else has the partition');
  }

  #again<Result>(what: string, attempt: () => Promise<Result>): Promise<Result> {
    const sentence = `${this.#name()}: ${what}`;
    const guarded = async () => {
      if (this.#dropped) throw new Error('somebody else has the partition');
      return attempt();
    };
    return again(guarded, { until: this.#stop.signal, failed: (failure) => this.#note(sentence, failure) });
  }

  #note(what: string, failure: Failure | undefined): void {
    if (failure) this.#consumer.watch?.failed();
    if (failure) this.#failures.set(what, failure);
    else this.#failures.delete(what);
  }

  #read(): void {
    this.#reading = true;
    this.#full = false;
    this.#source.read(this.#next);
  }

  #pause(): void {
    this.#reading = false;
    this.#full = false;
    this.#source.pause();
  }

  #name(): string {
    return `${this.#consumer.group} on ${this.topic}/${this.number}`;
  }
}

const isUnprocessable = (error: unknown) => error instanceof Unprocessable;
