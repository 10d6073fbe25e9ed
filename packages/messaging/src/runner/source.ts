import type { Event } from '@backchannel/contracts';
import type { Received } from '../broker.ts';

/** A partition as its broker offers it to a runner. */
export interface Source {
  readonly number: number;
  bounds(): Promise<Bounds>;
  /** Hands over what there is from `offset` on, until `pause`. */
  read(offset: number): void;
  pause(): void;
  publish(events: readonly Event[]): Promise<void>;
  /** There is more to acknowledge. */
  moved(): void;
  /** It is not busy any more. */
  rested?(): void;
}
export interface Bounds {
  readonly start: number;
  readonly end: number;
  readonly committed: number;
}
export interface Fetched {
  /** Where the broker began to read: between this and the first record there is nothing. */
  readonly from: number;
  readonly records: readonly Received[];
  readonly end: number;
}
