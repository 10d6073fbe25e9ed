import { createProjection, type ProjectionOptions } from '../log-projection.ts';
import type { Slots } from '../slots.ts';
import { rules, type State } from './facts.ts';
import { TestLog, TestReader } from './log.ts';
import type { OpenSlots, TestStore } from './open.ts';

type Options = Partial<ProjectionOptions<State | null>>;

export interface Begun extends AsyncDisposable {
  readonly store: TestStore;
  readonly log: TestLog;
  readonly reader: TestReader;
  /** Another owner of the same partition and store. */
  another(options?: Options): Promise<TestReader>;
  /** States, rows and deadlines of the keys. */
  dump(...keys: string[]): Promise<unknown>;
}

/** A store, a log, and an owner of its partition. */
export async function begin(openSlots: OpenSlots, options?: Options): Promise<Begun> {
  const store = await openSlots();
  const log = new TestLog();
  const another = (more?: Options) => {
    const projection = createProjection({ slots: store.slots, rules, say: log.say, ...options, ...more });
    return new TestReader(log, projection).assign();
  };
  return {
    store,
    log,
    another,
    reader: await another(),
    dump: (...keys) => dump(store.slots, keys),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

export async function dump(slots: Slots, keys: readonly string[]): Promise<unknown> {
  const { deadlines } = await slots.due(0, Infinity, 1000);
  const of = async (key: string) => ({
    key,
    state: await slots.state(0, key),
    rows: (await slots.range(0, { key, list: 'queue', from: 0, limit: 1000 })).rows,
    deadlines: deadlines.filter((deadline) => deadline.key === key),
  });
  return Promise.all(keys.map(of));
}
