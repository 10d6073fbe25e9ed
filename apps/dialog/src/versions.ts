import type { Bot, BotVersion } from '@backchannel/contracts';
import { isTombstone, type Received } from '@backchannel/messaging';
import { CompiledBot } from './compiled.ts';

/** What happened that an operator should know. */
export type Report = (what: string, about: { botId: string; version: number; problem?: string }) => void;

interface Known {
  readonly versions: Map<number, { readonly bot: Bot; compiled?: CompiledBot }>;
  /** Versions below this one that are not there have been taken away, and will not come. */
  complete: number;
  /** Ends the waiting of turns for a version of this bot. */
  changed: PromiseWithResolvers<void>;
}

/** The versions of all bots, as the log has told them so far; compiled when the first turn needs them. */
export class Versions {
  readonly #bots = new Map<string, Known>();
  readonly #gone = new Set<string>();
  /** With the reason. */
  readonly #unreadable = new Map<string, string>();
  /** By turns. */
  readonly #awaited = new Set<string>();
  readonly #report: Report;
  #started = false;
  #closed = false;

  constructor(report: Report) {
    this.#report = report;
  }

  hear({ event, problem, envelope, raw }: Received): void {
    const at = envelope.key.lastIndexOf(':');
    const botId = envelope.key.slice(0, at);
    const version = Number(envelope.key.slice(at + 1));
    this.#unreadable.delete(envelope.key);
    if (event) {
      this.#gone.delete(envelope.key);
      this.#known(botId).versions.set(version, { bot: (event.data as BotVersion).bot });
    } else if (isTombstone(raw)) {
      this.#gone.add(envelope.key);
      this.#known(botId).versions.delete(version);
    } else {
      this.#unreadable.set(envelope.key, problem);
      this.#report('a version of a bot can not be read', { botId, version, problem });
    }
    this.#wake(this.#known(botId));
  }

  /** Everything that was there has been heard: what is missing below the newest is gone. */
  started(): void {
    this.#started = true;
    for (const known of this.#bots.values()) {
      known.complete = newestIn(known);
      this.#wake(known);
    }
  }

  waitsFor(): readonly string[] {
    if (!this.#started) return ['the versions of the bots have not been read yet'];
    return [...this.#awaited].flatMap((key) => {
      const problem = this.#unreadable.get(key);
      return problem === undefined
        ? []
        : [`turns wait for the version ${key} of a bot, which can't be read: ${problem}`];
    });
  }

  newest(botId: string): CompiledBot | undefined {
    const known = this.#known(botId);
    return this.#compiled(known, newestIn(known));
  }

  /**
   * The bot of a session; on a version that has been taken away, or can't be read while a newer one can, the newest. Waits for
   * one that has not come yet.
   */
  async of(botId: string, version: number): Promise<CompiledBot> {
    const key = `${botId}:${version}`;
    for (;;) {
      const bot = this.#now(botId, version);
      if (bot) {
        this.#awaited.delete(key);
        return bot;
      }
      if (this.#closed) throw new Error(`version ${version} of ${botId} has not come`);
      if (!this.#awaited.has(key)) this.#report('turns wait for a version of a bot', { botId, version });
      this.#awaited.add(key);
      await this.#known(botId).changed.promise;
    }
  }

  /** Turns that wait will come again, to another instance. */
  close(): void {
    this.#closed = true;
    for (const known of this.#bots.values()) this.#wake(known);
  }

  #now(botId: string, version: number): CompiledBot | undefined {
    const known = this.#known(botId);
    if (known.versions.has(version)) return this.#compiled(known, version);
    const key = `${botId}:${version}`;
    const isPassed = this.#unreadable.has(key) && version < newestIn(known);
    const isGone = isPassed || this.#gone.has(key) || version < known.complete;
    return isGone && this.#started ? this.newest(botId) : undefined;
  }

  #compiled({ versions }: Known, version: number): CompiledBot | undefined {
    const known = versions.get(version);
    if (known) known.compiled ??= new CompiledBot(known.bot, version);
    return known?.compiled;
  }

  #known(botId: string): Known {
    const known = this.#bots.get(botId) ?? { versions: new Map(), complete: 0, changed: Promise.withResolvers() };
    this.#bots.set(botId, known);
    return known;
  }

  #wake(known: Known) {
    known.changed.resolve();
    known.changed = Promise.withResolvers();
  }
}

/** 0 where there is none: versions count from 1. */
const newestIn = ({ versions }: Known): number => Math.max(0, ...versions.keys());
