import type { Event } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import type { Asks } from './asks.ts';
import { Key, type Lack } from './key.ts';
import type { Left, Memory } from './memory.ts';
import type { Decision, Need, Rules } from './projection.ts';
import type { Ask, EntryName, Found, KeyChange } from './slots.ts';

export interface Work {
  readonly record: Received;
  readonly need: Need;
}

export interface Batch<State> {
  readonly rules: Rules<State>;
  readonly work: readonly Work[];
  readonly asks: Asks;
  readonly seen: Seen<State>;
  /** What records below this offset decide has been said before. */
  readonly silentBelow: number;
}

/** All that is asked: what was read of each key, or else what was known before and supposed. */
interface Seen<State> {
  readonly asks: readonly Ask[];
  readonly read: ReadonlyMap<string, Found>;
  readonly memory: Pick<Memory<State>, 'get'>;
}

export interface Folded<State> {
  /** As JSON. */
  readonly states: readonly (readonly [key: string, state: string | null])[];
  readonly changes: readonly KeyChange[];
  /** Entries of keys that were not read, supposed not to be there. */
  readonly absent: readonly EntryName[];
  readonly events: readonly Event[];
  readonly retell: readonly string[];
  /** What `Rules.retell` makes of `retell`. */
  readonly retold: readonly Event[];
  /** What is known of the keys once all of it is stored. */
  readonly left: readonly Left<State>[];
}

/** Record after record, each sees what those before it left. Null: `asks` has grown, read and fold again. */
export function foldBatch<State>(batch: Batch<State>): Folded<State> | null {
  const { rules, work, silentBelow } = batch;
  const lack = new Lacking(batch.asks);
  const keys = open(batch, lack);
  const touched = new Set<Key<State>>();
  const gone = new Set<Key<State>>();
  const retell = new Set<Key<State>>();
  const changes: KeyChange[] = [];
  const events: Event[] = [];

  for (const { record, need } of work) {
    const key = keys.get(need.key);
    const decision = key && lack.attempt(() => decide(rules, key, { record, lack }));
    if (!decision) return null;

    touched.add(key);
    key.state = decision.state ?? rules.parse(null);
    if (decision.state === null) gone.add(key);
    else gone.delete(key);
    for (const change of decision.changes ?? []) {
      key.apply(change);
      changes.push({ key: key.key, change, time: record.envelope.time });
    }
    if (record.offset < silentBelow) continue;
    events.push(...(decision.events ?? []));
    if (decision.retell) retell.add(key);
  }

  const left = [...touched].map((key) => ({ key, text: gone.has(key) ? null : JSON.stringify(key.state) }));
  return {
    states: left.map(({ key, text }) => [key.key, text]),
    left: left.map(({ key, text }) => ({
      key: key.key,
      kept: text === null ? null : key.left,
      size: text?.length ?? 0,
    })),
    changes,
    absent: batch.seen.asks.filter(({ key }) => !batch.seen.read.has(key)).flatMap(entriesOf),
    events,
    retell: [...retell].map((key) => key.key),
    retold: [...retell].flatMap((key) => rules.retell?.(key.key, key.state) ?? []),
  };
}

const entriesOf = ({ key, entries }: Ask): EntryName[] => entries.map(([map, id]) => ({ key, map, id }));

function open<State>({ rules, seen }: Batch<State>, lack: Lack): Map<string, Key<State>> {
  const keys = new Map<string, Key<State>>();
  for (const ask of seen.asks) {
    const [found, kept] = [seen.read.get(ask.key), seen.memory.get(ask.key)];
    const state = found ? rules.parse(found.state) : kept?.state;
    if (state === undefined) throw new Error(`${ask.key} is neither read nor known`);
    const key = new Key(ask.key, state, lack);
    if (kept) key.recall(kept);
    if (found) key.learn(ask, found);
    else key.suppose(ask);
    keys.set(ask.key, key);
  }
  return keys;
}

function decide<State>(
  rules: Rules<State>,
  key: Key<State>,
  { record, lack }: { record: Received; lack: Lacking },
): Decision<State> {
  try {
    return rules.decide(key, record);
  } catch (error) {
    if (lack.something) throw error;
    if (rules.unfoldable) return rules.unfoldable(key, record, error);
    // Whatever it was, it must not make anybody pass the record over: the states would be without it for good.
    throw new Error(`the record at ${record.offset} can't be folded`, { cause: error });
  }
}

class Lacking implements Lack {
  something = false;
  readonly #asks: Asks;

  constructor(asks: Asks) {
    this.#asks = asks;
  }

  entry(...what: [key: string, map: string, id: string]): never {
    this.#asks.wantEntry(...what);
    return this.#stop();
  }

  rows(...what: [key: string, list: string, have: number]): never {
    this.#asks.wantRows(...what);
    return this.#stop();
  }

  /** Null when something was lacking, also if the decision has caught or changed what was thrown through it. */
  attempt<Result>(work: () => Result): Result | null {
    try {
      const result = work();
      return this.something ? null : result;
    } catch (error) {
      if (this.something) return null;
      throw error;
    }
  }

  #stop(): never {
    this.something = true;
    throw new Error('not read yet: the batch is folded again');
  }
}
