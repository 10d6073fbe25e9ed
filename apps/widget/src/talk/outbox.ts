import type { ClientFrame, Problem } from '@backchannel/contracts';
import { delayBefore } from './back-off.ts';
import { passes } from './fate.ts';
import type { Kept } from './kept.ts';
import { allSaid, dropSaid, hasProblem, keepSaid, type Said, wordsOf } from './said.ts';
import type { Pending, Refused, Trouble } from './talking.ts';
import { uuid } from './uuid.ts';

/** What was sent and not answered by then was sent into nothing. */
const ANSWER_MS = 10_000;
/** What another tab has said is that tab's to send; after this it may be gone. */
const OTHERS_MS = 3000;
/** A socket takes 64 kB. */
const MOST_BYTES = 60_000;

interface Ends {
  send(frame: ClientFrame): boolean;
  /** Whether the transcript shows this input. */
  isShown(inputId: string): boolean;
  changed(): void;
  /** Everything has been taken. */
  idle(): void;
  /** There was no answer in time. */
  silent(): void;
}

/**
 * Sends what the person said, one after the other: the next when the log has the one before, so that the order stays
 * whatever is refused or lost meanwhile. On every socket all of it is sent again, what has been accepted included: the
 * server knows it by its id, and tells once more if it was rejected after all. It knows ids for a day, and no token lives
 * longer.
 */
export class Outbox {
  readonly #kept: Kept;
  readonly #ends: Ends;
  #all: readonly Said[];
  #conversation: string | null = null;
  #isOpen = false;
  /** What this socket has accepted. */
  readonly #taken = new Set<string>();
  /** What other tabs said while this one was there, and until when they may send it. */
  readonly #others = new Map<string, number>();
  #sent: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retryAt = 0;
  #attempt = 0;

  constructor(kept: Kept, ends: Ends) {
    this.#kept = kept;
    this.#ends = ends;
    this.#all = allSaid(kept);
  }

  get pending(): readonly Said[] {
    return this.#mine().filter((said) => !hasProblem(said));
  }

  get refused(): readonly Refused[] {
    return this.#mine().filter(hasProblem);
  }

  add(words: Pick<Pending, 'text' | 'payload'>): void {
    // Clocks go back, and two things are said in a millisecond; in two tabs, too.
    const last = allSaid(this.#kept).at(-1)?.at ?? 0;
    const at = Math.max(Date.now(), last + 1);
    this.#keep({ id: uuid(), at, ...words, conversation: this.#conversation });
    this.#pump();
  }

  discard(id: string): Refused | undefined {
    const refused = this.refused.find((one) => one.id === id);
    if (refused) this.#drop(refused.id);
    return refused;
  }

  /** Another conversation is shown. */
  turnTo(conversation: string | null): void {
    this.lost();
    this.#conversation = conversation;
  }

  welcomed(): void {
    this.lost();
    this.#isOpen = true;
    this.#pump();
  }

  lost(): void {
    clearTimeout(this.#timer);
    this.#isOpen = false;
    this.#sent = null;
    this.#retryAt = 0;
    this.#taken.clear();
    this.#others.clear();
  }

  accepted({ id, inputId }: { readonly id: string; readonly inputId: string }): void {
    const said = this.#find(id);
    this.#taken.add(id);
    this.#attempt = 0;
    if (said && this.#ends.isShown(inputId)) this.#drop(id);
    else if (said) this.#keep({ ...said, inputId });
    this.#answered(id);
  }

  /** Whether it is about something that the person said. */
  refusedBy(problem: Problem, id: string): boolean {
    const said = this.#find(id);
    if (!said) return false;
    // With the input's id it is an outcome: sent again it is the same one.
    if (passes(problem.code) && problem.inputId === undefined) {
      this.#retryAt = Date.now() + delayBefore(this.#attempt, Math.random());
      this.#attempt += 1;
    } else this.#keep({ ...said, problem });
    this.#answered(id);
    return true;
  }

  /** The transcript shows this input. */
  shown(inputId: string): void {
    const said = this.#all.find((one) => one.inputId === inputId);
    if (said) this.#drop(said.id);
  }

  /** Other tabs may have said something, or have sent it. */
  sync(): void {
    const known = new Set(this.#all.map(({ id }) => id));
    this.#all = allSaid(this.#kept);
    for (const { id, inputId } of this.#all) {
      if (!known.has(id)) this.#others.set(id, Date.now() + OTHERS_MS);
      if (inputId !== undefined && this.#ends.isShown(inputId)) this.#drop(id);
    }
    this.#pump();
  }

  /** The conversation can't go on: nothing more of it will ever be taken. It can still be said in another. */
  refuseAll(problem: Trouble): void {
    for (const said of this.pending) {
      if (said.inputId) this.#drop(said.id);
      else this.#keep({ ...said, problem });
    }
  }

  /** What was refused there can be said again in the conversation that comes next. */
  release(conversation: string): void {
    for (const said of this.#all) {
      if (said.conversation === conversation && hasProblem(said)) this.#keep({ ...said, conversation: null });
    }
  }

  /** What nobody sends any more: of a conversation that is not shown, the first that the server has not heard. */
  leftIn(conversation: string): Said | undefined {
    if (conversation === this.#conversation) return undefined;
    return this.#all.find((said) => said.conversation === conversation && !hasProblem(said) && !said.inputId);
  }

  /** The server has it, or never takes it. */
  heardOf(id: string, outcome: Pick<Said, 'inputId' | 'problem'>): void {
    const said = this.#find(id);
    if (said) this.#keep({ ...said, ...outcome });
  }

  #pump(): void {
    if (!this.#isOpen || this.#sent !== null) return;
    clearTimeout(this.#timer);
    const next = this.pending.find((said) => !this.#isTaken(said));
    if (!next) return this.#ends.idle();
    const wait = Math.max(this.#retryAt, this.#others.get(next.id) ?? 0) - Date.now();
    if (wait > 0) this.#timer = setTimeout(() => this.#pump(), wait);
    else this.#send(next);
  }

  #isTaken({ id, inputId }: Said): boolean {
    return this.#taken.has(id) || (this.#others.has(id) && inputId !== undefined);
  }

  #send(said: Said): void {
    const frame: ClientFrame = { type: 'say', ...wordsOf(said) };
    if (new Blob([JSON.stringify(frame)]).size > MOST_BYTES) {
      this.#keep({ ...said, problem: { code: 'body_too_large' } });
      return this.#pump();
    }
    if (said.conversation === null) this.#keep({ ...said, conversation: this.#conversation });
    this.#sent = said.id;
    this.#timer = setTimeout(() => this.#ends.silent(), ANSWER_MS);
    this.#ends.send(frame);
  }

  #answered(id: string): void {
    if (this.#sent === id) this.#sent = null;
    this.#pump();
  }

  #mine(): readonly Said[] {
    return this.#all.filter(({ conversation }) => conversation === null || conversation === this.#conversation);
  }

  #find(id: string): Said | undefined {
    return this.#all.find((said) => said.id === id && !hasProblem(said));
  }

  #keep(said: Said): void {
    keepSaid(this.#kept, said);
    this.#refresh();
  }

  #drop(id: string): void {
    dropSaid(this.#kept, { id });
    this.#others.delete(id);
    this.#refresh();
  }

  #refresh(): void {
    this.#all = allSaid(this.#kept);
    this.#ends.changed();
  }
}
