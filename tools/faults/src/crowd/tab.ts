import { randomUUID } from 'node:crypto';
import { type ClientFrame, type ConversationOpened, type Message, ServerFrame } from '@backchannel/contracts';
import { WebSocket } from 'ws';
import { backOff } from './back-off.ts';
import { Refusal } from './insist.ts';

/** After so long without an answer it is said again, under the same id. */
const PATIENCE_MS = 10_000;
const HANDSHAKE_MS = 10_000;

interface Saying {
  readonly text: string;
  readonly accepted: (inputId: string) => void;
  readonly refused: (why: Refusal) => void;
  readonly again: () => void;
  tries: number;
  timer?: NodeJS.Timeout;
}

export interface TabListener {
  /** A line is on the screen that was not there before. */
  shown(message: Message): void;
}

/** What a person looks at: one socket, that comes back when it is lost and goes on where it was. */
export class Tab {
  /** All that is shown, as it stands now. */
  screen: Message[] = [];
  /** Lines that left a gap before them. */
  gaps = 0;
  /** Lines that came once more under their number: nobody sees them. */
  again = 0;
  /** How often the socket was lost, and how often the transcript has begun anew. */
  lost = 0;
  anew = 0;
  readonly #opened: ConversationOpened;
  readonly #listener: TabListener;
  readonly #sayings = new Map<string, Saying>();
  #socket: WebSocket | undefined;
  #epoch: string | undefined;
  #welcome = false;
  #gone = false;

  constructor(opened: ConversationOpened, listener: TabListener) {
    this.#opened = opened;
    this.#listener = listener;
    void this.#stay();
  }

  /** Resolves with the input's id when it is accepted; rejects when it is refused for good. `again` is told of each time it is said again. */
  say(text: string, again: () => void): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const id = randomUUID();
    this.#sayings.set(id, { text, accepted: resolve, refused: reject, again, tries: 0 });
    this.#utter(id);
    return promise;
  }

  /** Nobody reads what comes, until `look`. */
  lookAway(): void {
    this.#socket?.pause();
  }
  look(): void {
    this.#socket?.resume();
  }

  leave(): void {
    this.#gone = true;
    for (const { timer } of this.#sayings.values()) clearTimeout(timer);
    this.#sayings.clear();
    this.#socket?.terminate();
  }

  async #stay(): Promise<void> {
    for (let attempt = 0; !this.#gone; attempt += 1) {
      this.#welcome = false;
      await this.#visit();
      if (this.#gone) return;
      if (this.#welcome) attempt = 0;
      this.lost += 1;
      await backOff(attempt);
    }
  }

  /** One socket, from its opening to its end. */
  #visit(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const options = { perMessageDeflate: false, handshakeTimeout: HANDSHAKE_MS };
    const socket = new WebSocket(this.#opened.socket.replace('//localhost:', '//127.0.0.1:'), options);
    this.#socket = socket;
    socket.on('open', () => {
      const after = this.screen.at(-1)?.seq ?? 0;
      this.#send({ type: 'hello', token: this.#opened.token, after, ...(this.#epoch && { epoch: this.#epoch }) });
    });
    socket.on('message', (data: Buffer) => this.#hear(ServerFrame.parse(JSON.parse(data.toString()))));
    // What is wrong with it shows in its end.
    socket.on('error', () => {});
    socket.on('close', () => resolve());
    return promise;
  }

  #hear(frame: ServerFrame): void {
    if (frame.type === 'welcome') this.#begin(frame.epoch);
    else if (frame.type === 'message') this.#show(frame.message);
    else if (frame.type === 'accepted') this.#done(frame.id)?.accepted(frame.inputId);
    else if (frame.type === 'problem' && frame.id) this.#refuse(frame.id, frame.problem);
  }

  #begin(epoch: string): void {
    if (this.#epoch !== undefined && this.#epoch !== epoch) {
      this.screen = [];
      this.anew += 1;
    }
    this.#epoch = epoch;
    this.#welcome = true;
    for (const id of this.#sayings.keys()) this.#utter(id);
  }

  #show(message: Message): void {
    const due = (this.screen.at(-1)?.seq ?? 0) + 1;
    if (message.seq < due) {
      this.again += 1;
      return;
    }
    if (message.seq > due) this.gaps += 1;
    this.screen.push(message);
    this.#listener.shown(message);
    this.#send({ type: 'ack', seq: message.seq });
  }

  #refuse(id: string, { status, code }: { status: number; code: string }): void {
    if (status < 500 && status !== 429) this.#done(id)?.refused(new Refusal(`${status} ${code}`));
    else void backOff(this.#sayings.get(id)?.tries ?? 0).then(() => this.#utter(id));
  }

  #done(id: string): Saying | undefined {
    const saying = this.#sayings.get(id);
    clearTimeout(saying?.timer);
    this.#sayings.delete(id);
    return saying;
  }

  /** Says it, or says it again. Without a socket it is said when there is one. */
  #utter(id: string): void {
    const saying = this.#sayings.get(id);
    if (!saying || !this.#welcome) return;
    if (saying.tries > 0) saying.again();
    saying.tries += 1;
    clearTimeout(saying.timer);
    saying.timer = setTimeout(() => this.#utter(id), PATIENCE_MS);
    this.#send({ type: 'say', id, text: saying.text });
  }

  #send(frame: ClientFrame): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }
}
