import type { Event, Json } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import type { Change, Decision, Rules, View } from '../projection.ts';

/** What can happen in these tests. What a decision has seen ends up in the state, so that two folds can be compared. */
export type Fact = { readonly key: string; readonly time?: number } & Doing;

type Doing =
  | { readonly do: 'add' }
  /** As `add`, but its event is made again from the state. */
  | { readonly do: 'open' }
  | { readonly do: 'push'; readonly row: Json }
  /** Looks at so many of the oldest rows, and drops them. */
  | { readonly do: 'take'; readonly count: number }
  | { readonly do: 'put'; readonly id: string; readonly keep?: number; readonly until?: number }
  | { readonly do: 'look'; readonly id: string }
  | { readonly do: 'deadline'; readonly id: string; readonly at: number }
  | { readonly do: 'noDeadline' }
  | { readonly do: 'forget' }
  | { readonly do: 'vanish' }
  | { readonly do: 'fail' }
  | { readonly do: 'nothing' };

export interface State {
  readonly n: number;
  readonly seen: readonly Json[];
}

export const rules: Rules<State | null> = {
  needs(record) {
    const fact = factOf(record);
    if (fact.do === 'nothing') return null;
    if (fact.do === 'take') return { key: fact.key, lists: ['queue'] };
    if (fact.do === 'look') return { key: fact.key, entries: [['ids', fact.id]] };
    return { key: fact.key };
  },
  decide(view, record) {
    return decide(view, factOf(record));
  },
  parse(stored) {
    return stored as State | null;
  },
  retell(key, state) {
    return [told(key, `open ${state?.n}`)];
  },
};

function decide(view: View<State | null>, fact: Fact): Decision<State | null> {
  const { n, seen } = view.state ?? { n: 0, seen: [] };
  const next = { n: n + 1, seen };
  const saw = (...what: Json[]) => ({ n: n + 1, seen: [...seen, ...what].slice(-50) });
  const change = (...changes: Change[]) => ({ state: next, changes });
  switch (fact.do) {
    case 'add':
      return { state: next, events: [told(view.key, `add ${n + 1}`)] };
    case 'open':
      return { state: next, retell: true };
    case 'push':
      return change({ push: 'queue', row: fact.row });
    case 'take': {
      const rows = [...firstOf(view.rows('queue'), fact.count)];
      return { state: saw(rows), changes: [{ drop: 'queue', count: rows.length }] };
    }
    case 'put':
      return change({ put: 'ids', id: fact.id, value: n, keep: fact.keep, until: fact.until });
    case 'look':
      return { state: saw(view.entry('ids', fact.id) ?? null) };
    case 'deadline':
      return change({ deadline: 'd', id: fact.id, at: fact.at });
    case 'noDeadline':
      return change({ noDeadline: 'd' });
    case 'forget':
      return change({ forget: true });
    case 'vanish':
      return { state: null };
    case 'fail':
    case 'nothing':
      throw new Error('this can never be folded');
  }
}

function* firstOf<Item>(items: Iterable<Item>, count: number): Iterable<Item> {
  if (count === 0) return;
  for (const item of items) {
    yield item;
    if (--count === 0) return;
  }
}

function factOf(record: Received): Fact {
  return record.event?.data as Fact;
}

function told(key: string, what: string): Event {
  return { topic: 'test.told', type: 'told', version: 1, id: `${key} ${what}`, key, time: 0, data: null };
}

export const add = (key: string): Fact => ({ key, do: 'add' });
export const open = (key: string): Fact => ({ key, do: 'open' });
export const push = (key: string, row: Json): Fact => ({ key, do: 'push', row });
export const take = (key: string, count: number): Fact => ({ key, do: 'take', count });
export const look = (key: string, id: string): Fact => ({ key, do: 'look', id });
export const put = (key: string, id: string, how: { keep?: number; until?: number } = {}): Fact => ({
  key,
  do: 'put',
  id,
  ...how,
});
export const fail = (key: string): Fact => ({ key, do: 'fail' });
export const forget = (key: string): Fact => ({ key, do: 'forget' });
export const deadline = (key: string, id: string, at: number): Fact => ({ key, do: 'deadline', id, at });
export const noDeadline = (key: string): Fact => ({ key, do: 'noDeadline' });
