import { empty, type Rate, type Standing, take } from './bucket.ts';
import type { SharedBuckets, Taken } from './shared-buckets.ts';

interface Bucket {
  fullAt: number;
  readonly rate: Rate;
  /** Taken here, and not told yet. */
  untold: number;
}

interface Sharing {
  /** Null: nobody to share with. */
  readonly shared?: SharedBuckets | null;
  /** Hears that the others can not be told, and (null) that they can again. */
  readonly trouble?: (error: unknown) => void;
  /** In milliseconds; never goes back. */
  readonly now?: () => number;
}

/** How often what was taken is told to the others, and heard of them; and where a bucket runs low. */
const TELL_MS = 250;
const LOW_MS = 25;
/** Whoever asks under ever new names fills no memory. */
const MOST = 100_000;

/**
 * How often somebody asks. Each instance has buckets of its own and never waits; where there is a Redis, what they took is
 * put together a few times a second. So several instances let a little more in than one, for a moment; while Redis is away
 * each lets in as much as one alone. Nobody is refused for that.
 */
export class Rates {
  readonly #buckets = new Map<string, Bucket>();
  readonly #shared: SharedBuckets | null;
  readonly #trouble: (error: unknown) => void;
  readonly #now: () => number;
  readonly #untold = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #tellAt = Number.POSITIVE_INFINITY;
  #telling = false;
  #closed = false;
  #isAway = false;

  constructor({ shared = null, trouble = () => {}, now = () => performance.now() }: Sharing = {}) {
    this.#shared = shared;
    this.#trouble = trouble;
    this.#now = now;
  }

  /** Somebody asks for `cost`, and gets it or not (`waitMs`). */
  take(subject: string, rate: Rate, cost = 1): Standing {
    const now = this.#now();
    const bucket = this.#bucket(subject, rate, now);
    const { fullAt, standing } = take(bucket.fullAt, now, { rate, cost });
    bucket.fullAt = fullAt;
    if (this.#shared && standing.waitMs === 0) this.#note(subject, bucket, { cost, standing });
    return standing;
  }

  /** Takes what can't be refused any more: at most all that is there. */
  charge(subject: string, rate: Rate, cost: number): void {
    const now = this.#now();
    const bucket = this.#bucket(subject, rate, now);
    bucket.fullAt = empty(bucket.fullAt, now, { rate, cost });
    if (this.#shared) this.#note(subject, bucket, { cost });
  }

  /** Buckets that may not be full. */
  get size(): number {
    return this.#buckets.size;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#shared?.close();
  }

  #bucket(subject: string, rate: Rate, now: number): Bucket {
    const known = this.#buckets.get(subject);
    if (known && known.rate.perSecond === rate.perSecond && known.rate.burst === rate.burst) return known;
    // A changed rate is a new bucket.
    const bucket = { fullAt: now, rate, untold: 0 };
    if (this.#buckets.size >= MOST) this.#makeRoom(now);
    this.#buckets.set(subject, bucket);
    return bucket;
  }

  /** Those that are full again go; where none are, the oldest. */
  #makeRoom(now: number): void {
    for (const [subject, { fullAt }] of this.#buckets) if (fullAt <= now) this.#buckets.delete(subject);
    for (const subject of this.#buckets.keys()) {
      if (this.#buckets.size < 0.9 * MOST) break;
      this.#buckets.delete(subject);
    }
  }

  #note(subject: string, bucket: Bucket, { cost, standing }: { cost: number; standing?: Standing }): void {
    bucket.untold += cost;
    this.#untold.add(subject);
    const isLow = standing === undefined || standing.remaining < standing.limit / 4;
    this.#tellIn(isLow ? LOW_MS : TELL_MS);
  }

  /** One timer, which only runs while there is something to tell. */
  #tellIn(ms: number): void {
    const at = this.#now() + ms;
    if (this.#closed || this.#telling || at >= this.#tellAt) return;
    clearTimeout(this.#timer);
    this.#tellAt = at;
    this.#timer = setTimeout(() => void this.#tell(), ms).unref();
  }

  async #tell(): Promise<void> {
    this.#telling = true;
    this.#tellAt = Number.POSITIVE_INFINITY;
    const told = this.#takeUntold();
    try {
      const debts = (await this.#shared?.tell(told)) ?? [];
      told.forEach(({ subject, rate }, at) => this.#learn(subject, rate, debts[at] ?? 0));
      this.#is('here', null);
    } catch (error) {
      this.#is('away', error);
    } finally {
      this.#telling = false;
    }
    if (this.#untold.size > 0) this.#tellIn(LOW_MS);
  }

  #takeUntold(): Taken[] {
    const told: Taken[] = [];
    for (const subject of this.#untold) {
      const bucket = this.#buckets.get(subject);
      if (!bucket) continue;
      told.push({ subject, rate: bucket.rate, cost: bucket.untold });
      bucket.untold = 0;
    }
    this.#untold.clear();
    return told;
  }

  /** What all together took, and what was taken here while they were asked. */
  #learn(subject: string, rate: Rate, debtMs: number): void {
    const bucket = this.#buckets.get(subject);
    if (bucket?.rate !== rate) return;
    const now = this.#now();
    bucket.fullAt = empty(now + debtMs, now, { rate, cost: bucket.untold });
  }

  #is(where: 'here' | 'away', error: unknown): void {
    const isAway = where === 'away';
    if (isAway === this.#isAway || this.#closed) return;
    this.#isAway = isAway;
    this.#trouble(error);
  }
}
