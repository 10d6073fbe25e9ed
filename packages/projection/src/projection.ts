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
  /**
   * What becomes of the key when `decide` has thrown. It would throw again each time, so without this the partition
   * stands still.
   */
  unfoldable?(view: View<State>, record: Received, error: unknown): Decision<State>;
  /** A stored state, or null for a key that nothing is known of. */
  parse(stored: Json | null): State;
  /**
   * Events that can be made again from the state of their key are stored by reference: `decide` names them in `retell`,
   * and this makes them, from the state that the whole batch has left, at once and, if they may not have been said, later.
   */
  retell?(key: string, state: State): readonly Event[];
}

export interface Need {
  readonly key: string;
  /** Entries of maps, by map and id. What is looked at without being named here costs another reading. */
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
  /** As JSON would bring it back. Null: nothing is known of the key any more, and what comes next begins as `parse` says. */
  readonly state: State | null;
  readonly events?: readonly Event[];
  /** The state's own events are to be told, as `Rules.retell` makes them. */
  readonly retell?: boolean;
  /** In this order. */
  readonly changes?: readonly Change[];
}

/** A change beside the state. Names of lists, maps and deadlines have no colon. */
export type Change =
  | { readonly push: string; readonly row: Json }
  /** The `count` oldest rows of a list go. */
  | { readonly drop: string; readonly count: number }
  | {
      readonly put: string;
      readonly id: string;
      readonly value: Json;
      /** Of what was put into this map with `keep`, only so many of the newest stay. */
      readonly keep?: number;
      /** It may go some time after records have passed this time. */
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
