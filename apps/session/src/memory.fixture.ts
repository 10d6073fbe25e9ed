import type { Event, InputReceived, Json, TurnAnswered } from '@backchannel/contracts';
import { ConversationLog } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import type { Change, Rules, View } from '@backchannel/projection';

/** What rules have made of some records, in plain maps: for tests of the rules alone. */
export class Memory<State> {
  readonly states = new Map<string, Json>();
  readonly entries = new Map<string, Json>();
  readonly lists = new Map<string, Json[]>();
  readonly deadlines = new Map<string, { id: string; at: number }>();
  readonly rules: Rules<State>;

  constructor(rules: Rules<State>) {
    this.rules = rules;
  }

  copy(): Memory<State> {
    const copy = new Memory(this.rules);
    for (const part of ['states', 'entries', 'lists', 'deadlines'] as const) {
      for (const [key, value] of this[part]) (copy[part] as Map<string, unknown>).set(key, structuredClone(value));
    }
    return copy;
  }

  state(key: string): State {
    return this.rules.parse(this.states.get(key) ?? null);
  }

  list(key: string, list: string): readonly Json[] {
    return this.lists.get(`${key} ${list}`) ?? [];
  }

  /** Folds one record, and gives what is to be said of it. */
  fold(record: Received): readonly Event[] {
    const need = this.rules.needs(record);
    if (!need) return [];
    const { key } = need;
    const view: View<State> = {
      key,
      state: this.state(key),
      entry: (map, id) => this.entries.get(`${key} ${map} ${id}`),
      rows: (list) => this.list(key, list),
    };
    const { state, events = [], retell, changes = [] } = this.rules.decide(view, record);
    if (state === null) this.states.delete(key);
    else this.states.set(key, JSON.parse(JSON.stringify(state)));
    for (const change of changes) this.#change(key, change);
    return [...events, ...(retell ? (this.rules.retell?.(key, this.state(key)) ?? []) : [])];
  }

  #change(key: string, change: Change): void {
    if ('push' in change) {
      this.lists.set(`${key} ${change.push}`, [...this.list(key, change.push), change.row]);
    } else if ('drop' in change) {
      this.lists.set(`${key} ${change.drop}`, this.list(key, change.drop).slice(change.count));
    } else if ('put' in change) {
      this.entries.set(`${key} ${change.put} ${change.id}`, change.value);
    } else if ('deadline' in change) {
      this.deadlines.set(`${key} ${change.deadline}`, change);
    } else if ('noDeadline' in change) {
      this.deadlines.delete(`${key} ${change.noDeadline}`);
    } else {
      for (const part of [this.entries, this.lists, this.deadlines]) {
        for (const name of part.keys()) if (name.startsWith(`${key} `)) part.delete(name);
      }
    }
  }
}

/** An event as a reader gets it. */
export function received(event: Event<InputReceived> | Event<TurnAnswered> | Event, offset = 0): Received {
  const { data, ...envelope } = event;
  if (envelope.topic !== ConversationLog.name) throw new Error(`${envelope.type} is not of the log`);
  const raw = { key: event.key, headers: {}, value: Buffer.from(JSON.stringify(data)) };
  return { partition: 0, offset, envelope, raw, event: JSON.parse(JSON.stringify(event)) };
}

/** The same record, with a body that nobody can read. */
export function unreadable({ partition, offset, envelope, raw }: Received): Received {
  return { partition, offset, envelope, raw, problem: 'not JSON' };
}
