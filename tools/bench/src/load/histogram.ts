import * as hdr from 'hdr-histogram-js';

/** As a file has them: whoever has the file can ask for another percentile, or add runs together. */
export type Encoded = string;

export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** Times in milliseconds, kept to a thousandth of their size, from a microsecond to ten minutes. */
export class Times {
  readonly #histogram: hdr.Histogram;

  constructor(histogram: hdr.Histogram = empty()) {
    this.#histogram = histogram;
  }

  static decode(encoded: Encoded): Times {
    return new Times(hdr.decodeFromCompressedBase64(encoded, 32));
  }

  add(ms: number): void {
    this.#histogram.recordValue(Math.min(MOST, Math.max(1, Math.round(ms * 1000))));
  }

  /** All of the other's as well. */
  join(other: Times): void {
    this.#histogram.add(other.#histogram);
  }

  get count(): number {
    return this.#histogram.totalCount;
  }

  at(percentile: number): number {
    return this.#histogram.getValueAtPercentile(percentile) / 1000;
  }

  spread(): Spread {
    return { p50: this.at(50), p99: this.at(99), p999: this.at(99.9), max: this.at(100) };
  }

  encode(): Encoded {
    return hdr.encodeIntoCompressedBase64(this.#histogram);
  }
}

const MOST = 600_000_000;

function empty(): hdr.Histogram {
  return hdr.build({
    bitBucketSize: 32,
    lowestDiscernibleValue: 1,
    highestTrackableValue: MOST,
    numberOfSignificantValueDigits: 3,
  });
}
