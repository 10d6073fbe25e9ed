import type { Duplex } from 'node:stream';
import { type CloseReason, closeCodes, limits } from '@backchannel/contracts';
import { newId } from '@backchannel/contracts/ids';
import { WebSocket } from 'ws';
import type { Figures } from './figures.ts';
import { frames } from './frames.ts';
import type { Claims } from './inputs.ts';

/** A page that shows a conversation: one socket. */
export class Tab {
  /** A tab that comes back is another one. */
  readonly id = newId();
  readonly claims: Claims;
  /** The last message that was written to it. */
  after = 0;
  /** It has been welcomed: from now on it gets what comes. */
  welcomed = false;
  /** It is being given what it has missed, and gets what comes after that. */
  catchingUp = false;
  readonly #socket: WebSocket;
  readonly #wire: Duplex;
  #alive = true;

  readonly #figures: Figures;

  constructor(claims: Claims, { socket, wire }: Pair, figures: Figures) {
    this.#figures = figures;
    this.claims = claims;
    this.#socket = socket;
    this.#wire = wire;
    socket.on('pong', () => {
      this.#alive = true;
    });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  get conversationId(): string {
    return this.claims.conversation;
  }

  /** Everything in one write. One who reads too slowly is closed instead: it comes again, and goes on from its number. */
  write(frames: readonly Buffer[]): void {
    if (!this.isOpen) return;
    if (this.#socket.bufferedAmount > limits.socketBytes) this.close('slow');
    else this.#cork(frames);
  }

  /** Resolves when they have left, or the socket is gone. */
  async flush(frames: readonly Buffer[]): Promise<void> {
    if (!this.isOpen || frames.length === 0) return;
    await new Promise<void>((resolve) => this.#cork(frames, resolve));
  }

  #cork(frames: readonly Buffer[], done?: () => void): void {
    this.#figures.frames += frames.length;
    this.#wire.cork();
    frames.forEach((frame, i) => {
      const last = i === frames.length - 1;
      this.#socket.send(frame, { binary: false }, last ? () => done?.() : undefined);
    });
    this.#wire.uncork();
  }

  close(reason: CloseReason): void {
    if (this.isOpen) this.#figures.close(reason);
    this.#socket.close(closeCodes[reason], reason);
  }

  /**
   * Comes every so often, to all tabs alike: the ping asks the browser, the frame tells the page. One that did not answer
   * the last time is gone.
   */
  beat(now: number): void {
    if (!this.#alive) {
      this.#figures.close('gone');
      return this.#socket.terminate();
    }
    if (this.claims.exp * 1000 <= now) return this.close('token_expired');
    this.#alive = false;
    if (!this.isOpen) return;
    this.#wire.cork();
    this.#socket.ping();
    if (this.welcomed) this.write([frames.beat]);
    this.#wire.uncork();
  }
}

export interface Pair {
  readonly socket: WebSocket;
  /** What the socket writes to: corked so that a batch is one write. */
  readonly wire: Duplex;
}
