import { randomUUID } from 'node:crypto';
import type { Event } from '@backchannel/contracts';
import type { Partition, Received } from '@backchannel/messaging';
import { Asks } from './asks.ts';
import { foldBatch, type Work } from './batch.ts';
import { sameMark } from './head.ts';
import { Owner } from './owner.ts';
import type { Deadline, Projection, Rules } from './projection.ts';
import type { Head, Slots } from './slots.ts';

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
  readonly #owners = new Map<number, Owner>();

  constructor(options: ProjectionOptions<State>) {
    this.#options = options;
    this.#slots = options.slots;
  }

  async assigned(partition: Partition): Promise<number> {
    const owner = new Owner(partition);
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
      const events = await this.#step(owner, records.slice(i, i + STEP), partition);
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
    const { now = Date.now, overdue } = this.#options;
    const { head, deadlines } = await this.#slots.due(partition.number, now(), DEADLINES);

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

  /** What is to be said; null if the partition is read on somewhere else. */
  async #step(owner: Owner, records: readonly Received[], partition: Partition): Promise<readonly Event[] | null> {
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
      const asked = asks.list();
      const { head, found } = await this.#slots.read(partition.number, asked);
      owner.lookAgain(head.offset, next, partition);
      if (head.offset < first && head.offset !== gap) {
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
        read: { asks: asked, found },
        silentBelow: owner.said,
      });
      if (!folded) continue;

      const { states, changes, events, retell, retold } = folded;
      const mine: Head = { offset: next, writer: owner.writer, epoch: head.epoch, events, retell };
      const stored = await this.#slots.write(partition.number, { expected: head, head: mine, states, changes });
      if (!stored) continue;
      owner.folded(next);
      watch?.stepped({
        partition: partition.number,
        position: next,
        count: records.length,
        ms: performance.now() - began,
      });
      return [...events, ...retold];
    }
  }

  /**
   * Whoever goes on from a step says first what the step decided, unless it knows that this has been said. Somebody
   * else's step, or one's own whose answer was lost. False if the slot has moved on meanwhile.
   */
  async #sayAgain(owner: Owner, head: Head, { number }: Partition): Promise<boolean> {
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
  async #beginAnew(owner: Owner, expected: Head, partition: Partition): Promise<boolean> {
    const { start: offset, number } = partition;
    const head: Head = { offset, writer: owner.writer, epoch: randomUUID(), events: [], retell: [] };
    if (!(await this.#slots.empty(number, expected, head))) return false;
    this.#options.watch?.begunAnew();
    owner.goTo(offset, partition);
    return true;
  }

  #goTo(owner: Owner, offset: number, partition: Partition): void {
    this.#options.watch?.jumped();
    owner.goTo(offset, partition);
  }

  #owner(partition: Partition): Owner {
    const known = this.#owners.get(partition.number);
    if (known) return known;
    const owner = new Owner(partition);
    this.#owners.set(partition.number, owner);
    return owner;
  }
}
