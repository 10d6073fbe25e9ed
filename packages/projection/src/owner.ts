import { randomUUID } from 'node:crypto';
import type { Partition } from '@backchannel/messaging';
import { type Left, Memory } from './memory.ts';
import type { Mark } from './slots.ts';

/** A sentence about a partition that is no longer looked at is not ours any more. */
const STALE_MS = 5000;
/** What an owner has left in its partition is forgotten, once somebody else has had it for so long. */
const LEFT_MS = 60_000;

/** What an instance knows while a partition is in its hands. A new one with each assignment. */
export class Owner<State> {
  readonly writer = randomUUID();
  readonly memory = new Memory<State>();
  /** What records below this offset decide is known to have been said, or is being said. */
  said: number;
  /** Where it has read to. */
  position = 0;
  /** Where the slot was when last read. */
  stored = 0;
  #sentTo: number | undefined;
  #refused: string | undefined;
  #lookedAt = Date.now();

  constructor(partition: Partition) {
    this.said = partition.committed;
  }

  /** Its partition is still in our hands. */
  looked(): void {
    this.#lookedAt = Date.now();
  }

  /** Nobody tells when a partition has gone to another instance. */
  forgetIfGone(): void {
    if (this.#age > LEFT_MS) this.memory.forget();
  }

  get #age(): number {
    return Date.now() - this.#lookedAt;
  }

  hasSaid(offset: number): void {
    this.said = Math.max(this.said, offset);
  }

  /** The step with that head is stored, and has left that. */
  folded(head: Mark, left: readonly Left<State>[]): void {
    this.memory.keep(head, left);
    this.position = head.offset;
    this.stored = head.offset;
  }

  /** There is nothing to fold before that. */
  passed(next: number): void {
    this.position = next;
  }

  /** Whether the records from `first` on follow on what it has left. */
  goesOn(first: number): boolean {
    return this.memory.head !== undefined && this.position === first && !this.refused;
  }

  /** Whether the slot is as it was left, and more has been read since. */
  leads(head: Mark): boolean {
    return this.memory.stands(head) && head.offset < this.position && !this.refused;
  }

  goTo(offset: number, partition: Partition): void {
    this.memory.forget();
    this.position = offset;
    this.#sentTo = offset;
    partition.goTo(offset);
  }

  /**
   * Where the reader was sent just before this batch: if it comes from further on, the log has nothing between. Only
   * one batch may conclude that, for the store can be put back to the same offset later.
   */
  takeSentTo(): number | undefined {
    const sentTo = this.#sentTo;
    this.#sentTo = undefined;
    return sentTo;
  }

  /**
   * A log that ends before the position has lost records that the states have in them, or is not the log they were
   * made from. It stays refused until the position is inside the log again, which it is if the end was seen too early,
   * or the log was put right. Trap: a cut log grows past the position in the end; what grew in between is folded only
   * if the slot is emptied before.
   */
  refuseIf(ends: boolean, offset: number, { topic, number, end }: Pick<Partition, 'topic' | 'number' | 'end'>): void {
    const sentence = `${topic}/${number} ends at ${end}, before ${offset}, up to which it has been folded: put the log right, or delete what was made from it.`;
    this.#refused = ends ? sentence : undefined;
  }

  /** Throws while the partition is refused; `next` is where the records at hand end, so the log goes that far. */
  lookAgain(offset: number, next: number, partition: Partition): void {
    if (!this.#refused) return;
    const { topic, number } = partition;
    const end = Math.max(partition.end, next);
    this.refuseIf(offset > end, offset, { topic, number, end });
    if (this.#refused) throw new Error(this.#refused);
  }

  get refused(): boolean {
    return this.#refused !== undefined;
  }

  waitsFor(): string | undefined {
    return this.#age < STALE_MS ? this.#refused : undefined;
  }
}
