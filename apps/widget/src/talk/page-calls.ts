import type { ClientFrame, Message, PageCallReply, Problem } from '@backchannel/contracts';
import { passes } from './fate.ts';
import { call, pageFunction } from './page-function.ts';
import type { Tab } from './tab.ts';

/** How long a tab that is hidden, or that has no such function, lets others go first. */
const OTHERS_MS = 300;
const AGAIN_MS = 1000;

interface Call {
  readonly function: string;
  readonly param: unknown;
  /** Until when its result is worth something. */
  readonly until: number;
}

interface Ends {
  readonly tab: Tab;
  readonly send: (frame: ClientFrame) => boolean;
}

/** Runs the functions of the page that the bot calls: those that come live, if this tab is told that they are its own. */
export class PageCalls {
  readonly #ends: Ends;
  readonly #calls = new Map<string, Call>();
  /** What has been returned and is not taken yet. */
  readonly #returns = new Map<string, ClientFrame>();
  #isOver = false;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(ends: Ends) {
    this.#ends = ends;
  }

  offer(message: Message): void {
    const { tab, send } = this.#ends;
    const { callId, function: name, param, timeoutMs } = message as Message & PageCallReply;
    this.#calls.set(callId, { function: name, param, until: Date.now() + timeoutMs });
    const isFirst = tab.isVisible() && pageFunction(tab.pageFunctions(), name) !== null;
    // A claim that a broken socket loses is not made again: another tab may have the call.
    this.#after(isFirst ? 0 : Math.min(OTHERS_MS, timeoutMs / 4), () => send({ type: 'claim', callId }));
  }

  claimed({ callId, yours }: { readonly callId: string; readonly yours: boolean }): void {
    const one = this.#calls.get(callId);
    this.#calls.delete(callId);
    if (one && yours) void this.#run(callId, one);
  }

  /** A new socket: what the one before may have lost is said again. */
  welcomed(): void {
    for (const frame of this.#returns.values()) this.#ends.send(frame);
  }

  accepted(callId: string): void {
    this.#returns.delete(callId);
  }

  refusedBy(problem: Problem, callId: string): void {
    const frame = this.#returns.get(callId);
    if (!frame) return;
    if (!passes(problem.code)) this.#returns.delete(callId);
    else this.#after(AGAIN_MS, () => this.#returns.has(callId) && this.#ends.send(frame));
  }

  stop(): void {
    this.#isOver = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#calls.clear();
    this.#returns.clear();
  }

  async #run(callId: string, { function: name, param, until }: Call): Promise<void> {
    const returned = await call(this.#ends.tab.pageFunctions, name, param);
    const left = until - Date.now();
    // The bot has gone on without it; or the tab shows another conversation.
    if (left <= 0 || this.#isOver) return;
    const frame: ClientFrame = { type: 'return', callId, ...returned };
    this.#returns.set(callId, frame);
    this.#after(left, () => this.#returns.delete(callId));
    this.#ends.send(frame);
  }

  #after(ms: number, act: () => unknown): void {
    if (ms === 0) return void act();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }
}
