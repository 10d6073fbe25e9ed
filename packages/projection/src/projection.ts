import type { Event, Json } from '@backchannel/contracts';
import type { Partition, Received } from '@backchannel/messaging';

/** What the log has made of every key. Can be rebuilt from it. */
export interface Projection {
  /** Where to begin reading (design: "Going on", "Going back"). */
  assigned(partition: Partition): Promise<number>;
  /** Folds records into the states of their keys. Everything that follows from them is stored in one step, or nothing is. */
  fold(records: readonly Received[], partition: Partition): Promise<readonly Event[]>;
  /** Notices a store that went back, and says what the passing of time decides. */
  tick(partition: Partition): Promise<readonly Event[]>;
  /** What keeps it from folding, each in one sentence. */
  waitsFor(): readonly string[];
}

/** The rules of one projection: pure functions, so that a fold can be done again. */
export interface Rules<State> {
  /** Which records it folds, and what it must see beside the key's state to do so. */
  needs(record: Received): Need | null;
  /** What becomes of the key. */
  decide(view: View<State>, record: Received): Decision<State>;
  /** A stored state, or null for a key that nothing is known of. */
  parse(stored: Json | null): State;
  /**
   * Events that can be made again from the state of their key are stored by reference: `decide` names them in `retell`,
   * and this makes them, at once and, if they may not have been said, later.
   */
  retell?(key: string, state: State): readonly Event[];
}

export interface Need {
  readonly key: string;
  /** Entries of maps, by map and id. */
  readonly entries?: readonly (readonly [map: string, id: string])[];
  /** Lists of which the oldest rows are wanted. */
  readonly lists?: readonly string[];
}

/** What a decision may look at. */
export interface View<State> {
  readonly key: string;
  readonly state: State;
  entry(map: string, id: string): Json | undefined;
  /** The oldest rows of a list, one by one. Reads on when more are asked for than came along. */
  rows(list: string): Iterable<Json>;
}

/** What a key becomes, and what the others must hear of it. */
export interface Decision<State> {
  readonly state: State;
  readonly events?: readonly Event[];
  /** The state's own events are to be told, as `Rules.retell` makes them. */
  readonly retell?: boolean;
  readonly changes?: readonly Change[];
}

/** A change beside the state. */
export type Change =
  | { readonly push: string; readonly row: Json }
  /** The `count` oldest rows of a list go. */
  | { readonly drop: string; readonly count: number }
  | {
      readonly put: string;
      readonly id: string;
      readonly value: Json;
      /** Of this map's entries only so many of the newest stay. */
      readonly keep?: number;
      /** It may go when this time has passed. */
      readonly until?: number;
    }
  /** A deadline takes the place of the one of the same name. */
  | { readonly deadline: string; readonly id: string; readonly at: number }
  | { readonly noDeadline: string }
  /** Nothing of the key stays but its state. */
  | { readonly forget: true };

export interface Deadline {
  readonly key: string;
  readonly name: string;
  readonly id: string;
  readonly at: number;
}

/** The store behind a projection: one slot per partition, one atomic step at a time. Each call is one round trip. */
export interface Slots {
  head(partition: number): Promise<Head>;
  read(partition: number, asks: readonly Ask[]): Promise<{ head: Head; found: readonly Found[] }>;
  /** Stores all of it if the slot's head still is `expected`, else nothing, and says which. */
  write(partition: number, step: Step): Promise<boolean>;
  /** The slot is empty, from `offset` on, in a new epoch. */
  empty(partition: number, head: Head): Promise<void>;
  due(partition: number, now: number, limit: number): Promise<{ head: Head; deadlines: readonly Deadline[] }>;
  /** For readers beside the fold. */
  state(partition: number, key: string): Promise<Json | null>;
  range(partition: number, list: { key: string; list: string; from: number; limit: number }): Promise<readonly Json[]>;
  /** A number beside the log's state that only grows; answers what it was. */
  raise(partition: number, mark: { key: string; name: string; value: number }): Promise<number>;
  close(): Promise<void>;
}

export interface Head {
  /** The next offset to fold; -1 in a slot that has never been written. */
  readonly offset: number;
  /** Who stored it. */
  readonly writer: string;
  /** Changes whenever the slot begins anew. */
  readonly epoch: string;
  /** What was decided in the last step, to be said again by whoever goes on from here. */
  readonly events: readonly Event[];
  /** Keys of which the last step's events are to be made again from their states. */
  readonly retell: readonly string[];
}
export interface Ask {
  readonly key: string;
  readonly entries: readonly (readonly [map: string, id: string])[];
  readonly lists: readonly { readonly list: string; readonly limit: number }[];
}
export interface Found {
  readonly state: Json | null;
  readonly entries: readonly (Json | undefined)[];
  readonly lists: readonly (readonly Json[])[];
}
export interface Step {
  readonly expected: Pick<Head, 'offset' | 'writer' | 'epoch'>;
  readonly head: Head;
  readonly states: readonly (readonly [key: string, state: Json])[];
  readonly changes: readonly (readonly [key: string, change: Change])[];
}
