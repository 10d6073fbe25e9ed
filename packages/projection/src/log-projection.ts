import { randomUUID } from 'node:crypto';
import type { Event } from '@backchannel/contracts';
import type { Partition, Received } from '@backchannel/messaging';
import { Asks } from './asks.ts';
import { type Folded, foldBatch, type Work } from './batch.ts';
import { sameMark } from './head.ts';
import { Owner } from './owner.ts';
import type { Deadline, Projection, Rules } from './projection.ts';
import type { Head, Slots, Step } from './slots.ts';

export interface ProjectionOptions<State> {
  readonly slots: Slots;
  readonly rules: Rules<State>;
  /** Resolves when the events are durable: the broker's `publish`. */
  say(events: readonly Event[]): Promise<void>;
  /**
   * Asked each second while a partition has been read to its end, with the deadlines whose time has come, also when
   * there are none. A deadline comes again and again until a decision removes or replaces it: what is said of it needs
   * an id that is derived.
   */
  readonly overdue?: (deadlines: readonly Deadline[], partition: Partition) => readonly Event[];
  readonly now?: () => number;
  readonly watch?: ProjectionWatch | undefined;
}

/** Told what a projection does. Must not fail. */
export interface ProjectionWatch {
  /** A step is stored; `position` is where the next one begins. */
  stepped(step: { partition: number; position: number; count: number; ms: number }): void;
  /** The slot was emptied. */
  begunAnew(): void;
  /** Reading goes on somewhere else. */
  jumped(): void;
}

/** A larger batch is several steps: Redis does nothing else meanwhile, and 100 records keep it busy for a millisecond or two. */
const STEP = 100;
const DEADLINES = 500;

export function createProjection<State>(options: ProjectionOptions<State>): Projection {
  return new LogProjection(options);
}

class LogProjection<State> implements Projection {
  readonly #options: ProjectionOptions<State>;
  readonly #slots: Slots;
  readonly #owners = new Map<number, Owner<State>>();

  constructor(options: ProjectionOptions<State>) {
    this.#options = options;
    this.#slots = options.slots;
  }

  async assigned(partition: Partition): Promise<number> {
    const owner = new Owner<State>(partition);
    this.#owners.set(partition.number, owner);
    for (;;) {
      const head = await this.#slots.head(partition.number);
      if (head.offset < partition.start) {
        if (!(await this.#beginAnew(owner, head, partition))) continue;
        return owner.position;
      }
      // Whoever begins at an offset may acknowledge it.
      if (!(await this.#sayAgain(owner, head, partition))) continue;
      owner.refuseIf(head.offset > partition.end, head.offset, partition);
      owner.position = Math.min(head.offset, partition.end);
      return owner.position;
    }
  }

  async fold(records: readonly Received[], partition: Partition): Promise<readonly Event[]> {
    const owner = this.#owner(partition);
    let toSay: readonly Event[] = [];
    for (let i = 0; i < records.length; i += STEP) {
      if (i > 0) {
        // What one step has decided must be said before the next one takes its place.
        if (toSay.length > 0) await this.#options.say(toSay);
        owner.hasSaid(owner.position);
      }
      const events = await this.#stepOrForget(owner, records.slice(i, i + STEP), partition);
      if (!events) return [];
      toSay = events;
    }
    owner.hasSaid(owner.position);
    // Somebody else has folded beyond this batch.
    if (owner.stored > owner.position && owner.stored <= partition.end) this.#goTo(owner, owner.stored, partition);
    return toSay;
  }

  async tick(partition: Partition): Promise<readonly Event[]> {
    const owner = this.#owner(partition);
    for (const other of this.#owners.values()) other.forgetIfGone();
    const { now = Date.now, overdue } = this.#options;
    const { head: found, deadlines } = await this.#slots.due(partition.number, now(), DEADLINES);
    const head = owner.leads(found) ? await this.#catchUp(owner, found, partition) : found;
    if (!head) return [];

    if (head.offset < 0 || (head.offset < owner.position && head.offset < partition.start)) {
      await this.#beginAnew(owner, head, partition);
      return [];
    }
    const refused = owner.refused || owner.position > partition.end;
    owner.refuseIf(refused && head.offset > partition.end, head.offset, partition);
    if (owner.refused) return [];
    if (!(await this.#sayAgain(owner, head, partition))) return [];
    if (refused || head.offset < owner.position) this.#goTo(owner, head.offset, partition);

    const readToEnd = owner.position >= partition.end && head.offset === owner.position;
    return readToEnd ? (overdue?.(deadlines, partition) ?? []) : [];
  }

  waitsFor(): readonly string[] {
    return [...this.#owners.values()].flatMap((owner) => owner.waitsFor() ?? []);
  }

  /** What went wrong may come of what was supposed: the next attempt reads. */
  async #stepOrForget(owner: Owner<State>, records: readonly Received[], partition: Partition) {
    try {
      return await this.#step(owner, records, partition);
    } catch (error) {
      owner.memory.forget();
      throw error;
    }
  }

  /** What is to be said; null if the partition is read on somewhere else. */
  async #step(
    owner: Owner<State>,
    records: readonly Received[],
    partition: Partition,
  ): Promise<readonly Event[] | null> {
    const { watch } = this.#options;
    const began = watch ? performance.now() : 0;
    const first = records[0]?.offset ?? 0;
    const next = (records.at(-1)?.offset ?? -1) + 1;
    const gap = owner.takeSentTo();
    const all = records.map((record): Partial<Work> & Pick<Work, 'record'> => ({
      record,
      need: this.#options.rules.needs(record) ?? undefined,
    }));
    const work = all.filter((one): one is Work => one.need !== undefined);
    const asks = new Asks(work.map(({ need }) => need));

    for (;;) {
      const { head, isOwn, ...seen } = await this.#look(owner, { asks, first }, partition);
      if (isOwn && work.length === 0) {
        owner.passed(next);
        this.#tell(records, { began, partition });
        return [];
      }
      owner.lookAgain(head.offset, next, partition);
      if (head.offset < first && head.offset !== gap && !isOwn) {
        if (head.offset >= partition.start) this.#goTo(owner, head.offset, partition);
        else if (!(await this.#beginAnew(owner, head, partition))) continue;
        return null;
      }
      if (!(await this.#sayAgain(owner, head, partition))) continue;
      if (head.offset >= next) {
        owner.position = next;
        owner.stored = head.offset;
        return [];
      }

      const folded = foldBatch({
        rules: this.#options.rules,
        work: work.filter(({ record }) => record.offset >= head.offset),
        asks,
        seen: { ...seen, memory: owner.memory },
        silentBelow: owner.said,
      });
      if (!folded) continue;

      const { states, changes, absent, events, retell, retold, left } = folded;
      const mine: Head = { offset: next, writer: owner.writer, epoch: head.epoch, events, retell };
      const step = { expected: head, head: mine, states, changes, absent, left };
      if (!(await this.#store(owner, step, partition))) continue;
      this.#tell(records, { began, partition });
      return [...events, ...retold];
    }
  }

  /** What a batch wants to see: what its owner has left there, and of the rest what is stored. */
  async #look(owner: Owner<State>, { asks, first }: { asks: Asks; first: number }, { number }: Partition) {
    const { memory } = owner;
    for (;;) {
      const all = asks.list();
      const unknown = all.filter((ask) => !memory.knows(ask));
      const own = unknown.length === 0 && owner.goesOn(first) ? memory.head : undefined;
      if (own) return { head: own, isOwn: true, asks: all, read: new Map() };
      const { head, found } = await this.#slots.read(number, unknown);
      const read = new Map(found.map((one, i) => [unknown[i]?.key ?? '', one]));
      if (memory.stands(head)) return { head, isOwn: owner.goesOn(first), asks: all, read };
      memory.forget();
      if (unknown.length === all.length) return { head, isOwn: false, asks: all, read };
    }
  }

  /**
   * False: the slot is not where it was expected, or what was supposed is not so. What an owner knows of it holds only while
   * it knows what it has stored.
   */
  async #store(
    owner: Owner<State>,
    { left, ...step }: Step & Pick<Folded<State>, 'left'>,
    { number }: Partition,
  ): Promise<boolean> {
    let stored = false;
    try {
      stored = await this.#slots.write(number, step);
    } finally {
      if (!stored) owner.memory.forget();
    }
    if (stored) owner.folded(step.head, left);
    return stored;
  }

  /** Where it has read to without anything to fold is stored too, a moment later: the log forgets what is old. */
  async #catchUp(owner: Owner<State>, expected: Head, partition: Partition): Promise<Head | null> {
    const { writer, position: offset } = owner;
    const head: Head = { offset, writer, epoch: expected.epoch, events: [], retell: [] };
    const step = { expected, head, states: [], changes: [], left: [] };
    return (await this.#store(owner, step, partition)) ? head : null;
  }

  #tell(records: readonly Received[], { began, partition }: { began: number; partition: Partition }): void {
    this.#options.watch?.stepped({
      partition: partition.number,
      position: (records.at(-1)?.offset ?? -1) + 1,
      count: records.length,
      ms: performance.now() - began,
    });
  }

  /**
   * Whoever goes on from a step says first what the step decided, unless it knows that this has been said. Somebody
   * else's step, or one's own whose answer was lost. False if the slot has moved on meanwhile.
   */
  async #sayAgain(owner: Owner<State>, head: Head, { number }: Partition): Promise<boolean> {
    if (head.offset <= owner.said) return true;
    const retold = head.retell.length > 0 ? await this.#retold(head, number) : [];
    if (!retold) return false;
    const events = [...head.events, ...retold];
    if (events.length > 0) await this.#options.say(events);
    owner.hasSaid(head.offset);
    return true;
  }

  async #retold(head: Head, number: number): Promise<readonly Event[] | null> {
    const { rules } = this.#options;
    const asks = head.retell.map((key) => ({ key, entries: [], lists: [] }));
    const { head: now, found } = await this.#slots.read(number, asks);
    if (!sameMark(head, now)) return null;
    return head.retell.flatMap((key, i) => rules.retell?.(key, rules.parse(found[i]?.state ?? null)) ?? []);
  }

  /** The log no longer has what the slot would need to go on: all of it again, from the log's start. */
  async #beginAnew(owner: Owner<State>, expected: Head, partition: Partition): Promise<boolean> {
    const { start: offset, number } = partition;
    const head: Head = { offset, writer: owner.writer, epoch: randomUUID(), events: [], retell: [] };
    if (!(await this.#slots.empty(number, expected, head))) return false;
    this.#options.watch?.begunAnew();
    owner.goTo(offset, partition);
    return true;
  }

  #goTo(owner: Owner<State>, offset: number, partition: Partition): void {
    this.#options.watch?.jumped();
    owner.goTo(offset, partition);
  }

  #owner(partition: Partition): Owner<State> {
    const owner = this.#owners.get(partition.number) ?? new Owner<State>(partition);
    this.#owners.set(partition.number, owner);
    owner.looked();
    return owner;
  }
}
