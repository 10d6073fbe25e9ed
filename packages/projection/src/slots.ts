import type { Event, Json } from '@backchannel/contracts';
import type { Change, Deadline } from './projection.ts';

/** The store behind a projection: one slot per partition, one atomic step at a time. Each call is one round trip. */
export interface Slots {
  head(partition: number): Promise<Head>;
  read(partition: number, asks: readonly Ask[]): Promise<{ head: Head; found: readonly Found[] }>;
  /**
   * Stores all of it if the slot's head still is `expected` and what is to be `absent` is, else nothing, and says which.
   * True as well if the head already is the step's own: the step was stored, and only the answer to it was lost.
   */
  write(partition: number, step: Step): Promise<boolean>;
  /** The slot holds nothing but this head, if its head still is `expected`. The head's epoch must be a new one. */
  empty(partition: number, expected: Mark, head: Head): Promise<boolean>;
  /** Those whose time has come, the oldest first. */
  due(partition: number, now: number, limit: number): Promise<{ head: Head; deadlines: readonly Deadline[] }>;
  /** For readers beside the fold. */
  state(partition: number, key: string): Promise<Json | null>;
  /** Rows by their number: the first one ever pushed to the list is 0. Begins later if that one has been dropped. */
  range(partition: number, rows: Range): Promise<{ epoch: string; first: number; rows: readonly Json[] }>;
  /**
   * A number beside the log's state that only grows; answers what it was, 0 in the beginning. It is not made anew by
   * folding again. Trap: whoever asks again because the answer was lost is told the number it has set itself.
   */
  raise(partition: number, mark: NamedMark): Promise<number>;
  /**
   * For rows that somebody goes along: raises the number `ahead` of each key, to no more than there are rows, and answers
   * what lies between the number `behind` and it. In the order of the keys.
   */
  advance(
    partition: number,
    lane: Lane,
    keys: readonly Advance[],
  ): Promise<{ epoch: string; advanced: readonly Advanced[] }>;
  /** As `raise`, each of them, but false and nothing of it in another epoch. */
  raiseAll(partition: number, epoch: string, marks: readonly NamedMark[]): Promise<boolean>;
  /**
   * Answers who owns a number, for good: the first to claim it, while nobody has claimed a higher one. Null for a number
   * below that. Whoever asks again because the answer was lost gets the same one. Beside the log's state, as `raise`: a
   * store that went back may give a number away once more.
   */
  claim(partition: number, claim: Claim): Promise<string | null>;
  close(): Promise<void>;
}

/** Where a slot stands, and by whose step. */
export interface Mark {
  /** The next offset to fold; -1 in a slot that has never been written. */
  readonly offset: number;
  /** Who stored it. */
  readonly writer: string;
  /** Changes whenever the slot begins anew. */
  readonly epoch: string;
}

export interface Head extends Mark {
  /** What was decided in the last step, to be said again by whoever goes on from here. */
  readonly events: readonly Event[];
  /** Keys of which the last step's events are to be made again from their states. */
  readonly retell: readonly string[];
}

export interface Ask {
  readonly key: string;
  readonly entries: readonly (readonly [map: string, id: string])[];
  readonly lists: readonly (readonly [list: string, limit: number])[];
}

/** What there is of an `Ask`, in its order. */
export interface Found {
  readonly state: Json | null;
  readonly entries: readonly (Entry | undefined)[];
  readonly lists: readonly (readonly Json[])[];
}

export interface Entry {
  readonly value: Json;
  /** How many were put into the map with `keep` after it; null if it was itself put without. */
  readonly age: number | null;
}

export interface Step {
  readonly expected: Mark;
  /** In the epoch that is expected. */
  readonly head: Head;
  /** As JSON. Null: the state goes. */
  readonly states: readonly (readonly [key: string, state: string | null])[];
  readonly changes: readonly KeyChange[];
  /** Entries that what was decided supposes not to be there. */
  readonly absent?: readonly EntryName[];
}

export interface EntryName {
  readonly key: string;
  readonly map: string;
  readonly id: string;
}

export interface KeyChange {
  readonly key: string;
  readonly change: Change;
  /** The time of the record that brought it: what "passed" means for `until`, also when an old log is folded again. */
  readonly time: number;
}

export interface Range {
  readonly key: string;
  readonly list: string;
  readonly from: number;
  readonly limit: number;
}

/** A number of a key, and what it is to be at least. */
export interface NamedMark {
  readonly key: string;
  readonly name: string;
  readonly value: number;
}

export interface Lane {
  readonly list: string;
  /** Names of numbers that count rows: 3 has passed those with the numbers 0, 1 and 2. */
  readonly ahead: string;
  readonly behind: string;
  /** Rows of one key, at most. */
  readonly limit: number;
}

export interface Advance {
  readonly key: string;
  readonly value: number;
  /** Rows before this one are not wanted, though `behind` has not passed them. */
  readonly from: number;
}

export interface Advanced {
  readonly state: Json | null;
  /** What `ahead` is now. */
  readonly reached: number;
  /** The number of the first of the rows. */
  readonly first: number;
  /** Those before `reached`, and the one after them if there is one; none if nothing lies between. */
  readonly rows: readonly Json[];
}

interface Claim {
  readonly key: string;
  readonly name: string;
  readonly number: number;
  readonly owner: string;
}

/** So long after its `until` an entry stays at least: clocks of different doors differ. */
export const untilSlackMs = 3_600_000;
