import type { Event } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import type { Rules } from '@backchannel/projection';
import { Memory } from '../../apps/session/src/memory.fixture.ts';

/** Rules of design §3 that a reader of the log can be made to break. */
export type Broken =
  | 'stores all in one step'
  | 'compares and sets'
  | 'says what it finds'
  | 'goes back'
  | 'says before it commits'
  | 'gives a claim away once';

/** Who owns which number: beside the fold, and not made anew by it. */
interface Claim {
  readonly key: string;
  readonly number: number;
  readonly owner: string;
}

/** What a service stores in one step. */
interface Store<State> {
  readonly memory: Memory<State>;
  readonly offset: number;
  readonly writer: number;
  /** What the last step decided. */
  readonly events: readonly Event[];
  /** All that were ever made; the newest of a key counts. */
  readonly claims: readonly Claim[];
}

/** Somebody who believes that the partition is theirs. */
interface Owner<State> {
  readonly id: number;
  /** What it has said, as far as it knows. */
  said: number;
  next: number;
  /** A step worked out on what it has read, not stored yet. */
  step: { from: Store<State>; to: Store<State>; said: readonly Event[] } | null;
  /** What it has stored and not said yet. */
  saying: readonly Event[] | null;
  /** Its last step. */
  rest: Store<State> | null;
}

/** A service that reads a log beside others: it may crash, be doubled, and lose what it stored last. */
export class Reader<State> {
  store: Store<State>;
  committed = 0;
  /** Claims that the store has lost by going back. */
  readonly forgotten: Claim[] = [];
  readonly #log: readonly Received[];
  readonly #say: (events: readonly Event[]) => void;
  readonly #broken: Broken | undefined;
  readonly #past: Store<State>[] = [];
  #owners: Owner<State>[] = [];
  #ids = 0;

  constructor(
    rules: Rules<State>,
    world: { log: readonly Received[]; say: (events: readonly Event[]) => void; broken?: Broken },
  ) {
    this.#log = world.log;
    this.#say = world.say;
    this.#broken = world.broken;
    this.store = { memory: new Memory(rules), offset: 0, writer: 0, events: [], claims: [] };
    this.#assign(0);
    this.#assign(1);
  }

  /** Works out what some records make of the store, and stores nothing yet. */
  read(which: number, count: number): void {
    const owner = this.#owner(which);
    if (owner.saying) return;
    const from = this.store;
    if (from.writer !== owner.id && from.offset > owner.said) {
      if (this.#broken !== 'says what it finds') this.#say(from.events);
      owner.said = from.offset;
    }
    const begin = this.#broken === 'goes back' ? Math.max(from.offset, owner.next) : from.offset;
    const records = this.#log.slice(begin, begin + count);
    if (records.length === 0) return;
    const memory = from.memory.copy();
    const decided = records.map((record) => memory.fold(record));
    const to = {
      memory,
      offset: begin + records.length,
      writer: owner.id,
      events: decided.flat(),
      claims: from.claims,
    };
    // What lies below what was said is folded again silently.
    owner.step = { from, to, said: decided.filter((_, place) => begin + place >= owner.said).flat() };
  }

  write(which: number): void {
    const owner = this.#owner(which);
    const { step } = owner;
    owner.step = null;
    if (!step || owner.saying) return;
    const { from } = step;
    const unchanged = from.offset === this.store.offset && from.writer === this.store.writer;
    if (!unchanged && this.#broken !== 'compares and sets') return;
    this.#past.push(this.store);
    const { claims } = this.store;
    const memory = unchanged ? step.to.memory : overlaid(this.store.memory, step);
    this.store = { ...step.to, memory, claims };
    if (this.#broken === 'stores all in one step') this.store = { ...step.to, memory: from.memory, claims };
    owner.rest = step.to;
    owner.next = step.to.offset;
    owner.saying = step.said;
    if (this.#broken === 'says before it commits') this.committed = Math.max(this.committed, owner.next);
  }

  say(which: number): void {
    const owner = this.#owner(which);
    if (!owner.saying) return;
    if (this.#broken === 'stores all in one step' && owner.rest)
      this.store = { ...this.store, memory: owner.rest.memory };
    this.#say(owner.saying);
    owner.saying = null;
    owner.said = Math.max(owner.said, owner.next);
  }

  commit(which: number): void {
    const owner = this.#owner(which);
    if (!owner.saying) this.committed = Math.max(this.committed, Math.min(owner.next, owner.said));
  }

  /** Everything that there is to read, by whoever has nothing else to do. */
  goOn(): void {
    const which = this.#owners.findIndex(({ saying }) => saying === null);
    if (which < 0) return this.say(0);
    this.read(which, 100);
    this.write(which);
    this.say(which);
  }

  crash(which: number): void {
    this.#assign(which % 2);
  }

  /** As `Slots.claim`: one step of the store, whoever folds meanwhile. */
  claim(claim: Claim): string | null {
    const { key, number, owner } = claim;
    const held = this.store.claims.findLast((one) => one.key === key);
    const isFree = !held || number > held.number || this.#broken === 'gives a claim away once';
    if (!isFree) return number === held.number ? held.owner : null;
    this.#past.push(this.store);
    this.store = { ...this.store, claims: [...this.store.claims, claim] };
    return owner;
  }

  /** The store is as it was some steps ago; its owner is where it was. */
  rollBack(steps: number): void {
    const before = this.store.claims;
    this.store = this.#past.at(-1 - steps) ?? this.store;
    this.forgotten.push(...before.filter((claim) => !this.store.claims.includes(claim)));
  }

  /** All that is in the log, by one owner that nothing happens to. */
  catchUp(): void {
    this.#assign(0);
    while (this.store.offset < this.#log.length || this.#owner(0).saying) {
      this.read(0, 5);
      this.write(0);
      this.say(0);
      this.commit(0);
      if (this.#broken === 'goes back' && this.#owner(0).next >= this.#log.length) return;
    }
    this.read(0, 1);
    this.commit(0);
  }

  #assign(place: number): void {
    this.#ids += 1;
    this.#owners[place] = {
      id: this.#ids,
      said: this.committed,
      next: this.committed,
      step: null,
      saying: null,
      rest: null,
    };
  }

  #owner(which: number): Owner<State> {
    const owner = this.#owners[which % 2];
    if (!owner) throw new Error('there are always two');
    return owner;
  }
}

/** What a step has changed, written over what somebody else has stored meanwhile. */
function overlaid<State>(memory: Memory<State>, { from, to }: { from: Store<State>; to: Store<State> }): Memory<State> {
  const mixed = memory.copy();
  for (const part of ['states', 'entries', 'lists', 'deadlines'] as const) {
    const [before, after, now] = [from.memory[part], to.memory[part], mixed[part]] as Map<string, unknown>[];
    for (const [key, value] of after ?? []) {
      if (JSON.stringify(before?.get(key)) !== JSON.stringify(value)) now?.set(key, value);
    }
  }
  return mixed;
}
