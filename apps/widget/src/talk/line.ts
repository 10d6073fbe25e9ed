import type { ClientFrame, ServerFrame } from '@backchannel/contracts';
import { delayBefore } from './back-off.ts';
import { type Fate, fateOfClose } from './fate.ts';
import type { Ended, Talking } from './talking.ts';
import { Wire } from './wire.ts';

/** Silence in which a socket may have died without a word: who looks at the chat again does not wait for the next beat. */
const STALE_MS = 30_000;

/** What an attempt needs, or why there can be none. */
export type Way =
  | { readonly address: string; readonly hello: ClientFrame; readonly fate?: undefined }
  | { readonly fate: Fate; readonly retryAfter?: number };

interface Ends {
  /** `isExpired`: the token of the attempt before was no longer good. */
  prepare(isExpired: boolean): Promise<Way>;
  heard(frame: ServerFrame): void;
  lost(): void;
  ended(why: Ended): void;
  changed(): void;
}

/** Keeps a tab connected: after each loss it tries again, ever more rarely. */
export class Line {
  status: Talking['status'] = 'idle';
  ended: Ended | null = null;
  readonly #ends: Ends;
  #wire: Wire | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #attempt = 0;
  /** The attempt that counts: what an earlier one comes to is nobody's business any more. */
  #latest = 0;

  constructor(ends: Ends) {
    this.#ends = ends;
  }

  get isOpen(): boolean {
    return this.#wire?.isWelcome === true;
  }

  /** Begins anew, whatever was under way. */
  up(): void {
    this.#attempt = 0;
    this.#become('connecting');
    this.#try();
  }

  down(): void {
    this.#cut();
    this.#become('idle');
  }

  /** Puts a new socket in place of this one, of which nobody knows whether it lives. */
  replace(): void {
    if (this.isOpen) this.#try();
  }

  /** The tab has woken, or looks at the chat again. `moved`: the network is another one. */
  wake(moved: boolean): void {
    if (moved) this.#attempt = 0;
    const silence = Date.now() - (this.#wire?.heardAt ?? 0);
    if (this.#timer) this.#try();
    else if (moved || silence > STALE_MS) this.replace();
  }

  /** The browser has no network. It may be wrong: a server on this machine still answers. */
  cutOff(): void {
    if (this.status === 'online' || this.status === 'connecting') this.#meet('again');
  }

  send(frame: ClientFrame): boolean {
    return this.#wire?.send(frame) ?? false;
  }

  #try(isExpired = false): void {
    this.#cut();
    void this.#connect(isExpired);
  }

  async #connect(isExpired: boolean): Promise<void> {
    const own = this.#latest;
    const way = await this.#ends.prepare(isExpired);
    if (own !== this.#latest) return;
    if (way.fate !== undefined) return this.#meet(way.fate, way.retryAfter);
    const lost = (code: number) => this.#meet(fateOfClose(code));
    try {
      this.#wire = new Wire({ ...way, heard: (frame) => this.#hear(frame), lost });
    } catch (error) {
      // A page may not open this address at all. Its author sees why in the console.
      this.#meet('again');
      throw error;
    }
  }

  #hear(frame: ServerFrame): void {
    if (frame.type === 'welcome') {
      this.#attempt = 0;
      this.#become('online');
    }
    this.#ends.heard(frame);
  }

  #meet(fate: Fate, retryAfter = 0): void {
    this.#cut();
    if (fate === 'again' || fate === 'renew') {
      const delay = delayBefore(this.#attempt, Math.random(), retryAfter);
      this.#attempt += 1;
      this.#timer = setTimeout(() => this.#try(fate === 'renew'), delay);
      return this.#become('offline');
    }
    this.#ends.ended(fate);
    this.#become('ended', fate);
  }

  #cut(): void {
    this.#latest += 1;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#wire?.close();
    this.#wire = null;
    this.#ends.lost();
  }

  #become(status: Talking['status'], ended: Ended | null = null): void {
    this.status = status;
    this.ended = ended;
    this.#ends.changed();
  }
}
