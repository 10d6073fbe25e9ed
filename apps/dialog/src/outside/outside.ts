import http from 'node:http';
import https from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer, Answered } from './answer.ts';
import type { Credentials } from './credentials.ts';
import type { Way } from './exchange.ts';
import { follow } from './follow.ts';
import type { Guard } from './guard.ts';
import { type Resolve, resolveHost } from './lookup.ts';
import type { Memo } from './memo.ts';
import { patiently } from './patience.ts';
import { Places } from './places.ts';
import { type Asking, type Hop, prepare, type Request } from './request.ts';
import { pauseBeforeNext } from './retry.ts';
import { Trouble } from './trouble.ts';

export type { Answer, Answered, Asking, Request };

/** What one call may take, and all of them together. */
const defaults = {
  /** For a call with everything: waiting for a place, redirects, retries. */
  totalMs: 20_000,
  retries: 3,
  backoffMs: 400,
  maxBytes: 1_000_000,
  inFlight: 256,
  /** Of one bot to one origin: a slow API holds up who asks it. */
  inFlightPerOrigin: 32,
  /** How long the memo may be away. */
  memoMs: 2000,
};
export type OutsideLimits = typeof defaults;

/** `remembered`: nobody was asked; `failed`: nobody has answered; else the class of the answer's status. */
export type Called = (how: 'remembered' | 'failed' | `${number}xx`, ms: number) => void;

export interface OutsideOptions {
  /** Closed with the door. */
  readonly memo: Memo;
  readonly guard: Guard;
  readonly credentials: Credentials;
  readonly limits?: Partial<OutsideLimits>;
  readonly resolve?: Resolve;
  /** Told how each call ended, from its asking on. Must not fail. */
  readonly called?: Called | undefined;
  /** Certificates to trust instead of Node's. */
  readonly ca?: string;
}

/** Shorter than servers keep a connection, so that none is used in the moment it is closed. */
const IDLE_MS = 4000;

/** Dialog's door to outside APIs: guarded, bounded in time and size, and asked once for each key. */
export class Outside {
  readonly #options: OutsideOptions;
  readonly #limits: OutsideLimits;
  readonly #way: Way;
  readonly #places: Places;
  readonly #asks = new Map<string, Promise<Answer>>();
  readonly #calls = new Set<AbortController>();
  #closed = false;

  constructor(options: OutsideOptions) {
    this.#options = options;
    this.#limits = { ...defaults, ...options.limits };
    const { inFlight: all, inFlightPerOrigin: group, maxBytes } = this.#limits;
    this.#places = new Places({ all, group });
    // Agents of our own: the global ones may go through a proxy of the environment, which nobody has checked.
    const pool = { keepAlive: true, timeout: IDLE_MS, maxFreeSockets: 8, maxSockets: all, maxTotalSockets: all * 4 };
    this.#way = {
      guard: options.guard,
      resolve: options.resolve ?? resolveHost,
      http: new http.Agent(pool),
      https: new https.Agent({ ...pool, ca: options.ca, rejectUnauthorized: true }),
      maxBytes,
    };
  }

  /**
   * Asks once for each key: an answer that arrived is remembered for a day, whatever it says. Rejects only for our own
   * sake, when the memo is away or the door is closed: then the turn must be tried again.
   */
  ask(request: Request, asking: Asking): Promise<Answer> {
    const running = this.#asks.get(asking.key);
    if (running) return running;
    const answer = this.#ask(request, asking).finally(() => this.#asks.delete(asking.key));
    this.#asks.set(asking.key, answer);
    return answer;
  }

  /** Breaks off what is in flight: those turns are for somebody else. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const call of this.#calls) call.abort(closed());
    await Promise.allSettled(this.#asks.values());
    this.#way.http.destroy();
    this.#way.https.destroy();
    await this.#options.memo.close();
  }

  async #ask(request: Request, asking: Asking): Promise<Answer> {
    if (this.#closed) throw closed();
    const { memo, called } = this.#options;
    const { memoMs, totalMs } = this.#limits;
    const began = performance.now();
    const end = began + Math.min(totalMs, asking.withinMs);
    const known = await patiently(Math.min(memoMs, asking.withinMs), () => memo.get(asking.key));
    if (known) {
      called?.('remembered', performance.now() - began);
      return known;
    }
    const answer = await this.#call(request, asking, end);
    called?.('failed' in answer ? 'failed' : `${Math.floor(answer.status / 100)}xx`, performance.now() - began);
    return 'failed' in answer ? answer : patiently(memoMs, () => memo.put(asking.key, answer));
  }

  async #call(request: Request, asking: Asking, end: number): Promise<Answer> {
    if (this.#closed) throw closed();
    const call = new AbortController();
    this.#calls.add(call);
    let timer: NodeJS.Timeout | undefined;
    try {
      const hop = this.#prepare(request, asking);
      const { host, origin } = hop.url;
      const tooLate = () => call.abort(new Trouble(`${host} did not answer in time.`));
      timer = setTimeout(tooLate, Math.max(0, end - performance.now()));
      return await this.#places.run(`${asking.botId} ${origin}`, call.signal, () =>
        this.#attempt(hop, call.signal, end),
      );
    } catch (error) {
      if (error instanceof Trouble) return { failed: error.message };
      throw error;
    } finally {
      clearTimeout(timer);
      this.#calls.delete(call);
    }
  }

  #prepare(request: Request, asking: Asking): Hop {
    if (request.credential === undefined) return prepare(request, asking);
    const credential = this.#options.credentials.find(asking.botId, request.credential);
    if (!credential) throw new Trouble(`The bot has no credential ${JSON.stringify(request.credential)}.`);
    return prepare(request, asking, credential);
  }

  async #attempt(hop: Hop, signal: AbortSignal, end: number): Promise<Answered> {
    for (let retries = 0; ; retries++) {
      const last = await follow(hop, this.#way, signal).catch(troubleOnly);
      signal.throwIfAborted();
      const attempts = { method: hop.method, retries, last, leftMs: end - performance.now() };
      const pause = pauseBeforeNext(attempts, this.#limits, { random: Math.random(), now: Date.now() });
      if (pause !== null) await wait(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
      else if (last instanceof Trouble) throw last;
      else return last;
    }
  }
}

function troubleOnly(error: unknown): Trouble {
  if (error instanceof Trouble) return error;
  throw error;
}

function closed(): Error {
  return new Error('The door to outside APIs is closed.');
}
