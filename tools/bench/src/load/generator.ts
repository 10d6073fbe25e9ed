import { setTimeout as pause } from 'node:timers/promises';
import type { ConversationOpened } from '@backchannel/contracts';
import { schedule, type Traffic } from './arrivals.ts';
import { Connections } from './connection.ts';
import { type Figures, figuresOf } from './figures.ts';
import { Ledger } from './ledger.ts';
import { type Pacing, pace } from './pacer.ts';
import { numeric, openConversations } from './people.ts';
import { type Door, numberIn, requestOf, type Template, templateOf } from './request.ts';
import { Screen, type Shown } from './screen.ts';

/** What is measured, as the generator sees it. */
export interface Target {
  /** Where it is posted to. */
  readonly doorUrl: string;
  /** Where conversations are opened. */
  readonly chatUrl: string;
  readonly botId: string;
  readonly conversations: number;
  /** Whether pages acknowledge what they are shown. */
  readonly acknowledges: boolean;
}

export interface Wanted extends Traffic {
  readonly door: Door;
  /** The first seconds, which do not count. */
  readonly lead: number;
  /** How long is waited, after the last post, for what is still on its way. */
  readonly drainMs: number;
  /** What comes right after it, without a pause. */
  readonly then?: Pick<Traffic, 'rate' | 'seconds'> | undefined;
}

/** Told when the time that counts begins and ends. */
export interface Moments {
  began(): void;
  ended(): void;
}

export interface Measured extends Figures {
  /** Still on its way when nobody wanted to wait any longer: the system has fallen behind, and may still bring it. */
  readonly late: number;
  /** Of what came after it. */
  readonly then?: Figures;
}

/** Sockets are opened so many at a time. */
const TOGETHER = 64;
/** Where nothing comes for so long, nothing more will. */
const SILENCE_MS = 15_000;

/** Posts on a schedule, watches the sockets of all conversations, and keeps the book: one clock for all. */
export class Generator {
  readonly ledger: Ledger;
  readonly #target: Target;
  readonly #connections: Connections;
  readonly #screens: Screen[] = [];
  #conversations: readonly ConversationOpened[] = [];
  #pacing: Pacing | undefined;
  /** Sockets that were closed from the other side, and why. */
  readonly lostSockets: string[] = [];

  constructor(target: Target) {
    this.#target = target;
    this.ledger = new Ledger(target.conversations);
    const { hostname, port } = new URL(target.doorUrl);
    this.#connections = new Connections({ host: numeric(hostname), port: Number(port) }, (number, status) => {
      this.ledger.answer(number, status, performance.now());
      this.#pacing?.catchUp();
    });
  }

  /** Opens all conversations, then a socket for each. Gives the seconds that the sockets took. */
  async open(): Promise<number> {
    const { chatUrl, botId, conversations } = this.#target;
    this.#conversations = await openConversations(chatUrl, botId, conversations);
    const began = performance.now();
    for (let at = 0; at < conversations; at += TOGETHER) {
      const some = this.#conversations.slice(at, at + TOGETHER).map((opened, i) => this.#watch(at + i, opened));
      this.#screens.push(...some);
      await Promise.all(some.map(({ welcomed }) => welcomed));
    }
    return (performance.now() - began) / 1000;
  }

  async run(wanted: Wanted, moments: Moments): Promise<Measured> {
    const { ledger } = this;
    const { lead, seconds, door, then } = wanted;
    const templates = this.#conversations.map((opened) => templateOf(opened, door, new URL(this.#target.doorUrl).host));
    const mine = schedule({ ...wanted, seconds: lead + seconds });
    const after = then ? schedule({ ...wanted, ...then }).map((ms) => ms + (lead + seconds) * 1000) : [];
    const due = Float64Array.from([...mine, ...after]);
    const first =
      ledger.length +
      Math.max(
        0,
        due.findIndex((ms) => ms >= lead * 1000),
      );
    const last = ledger.length + mine.length;

    const told = [
      pause(lead * 1000).then(() => moments.began()),
      pause((lead + seconds) * 1000).then(() => moments.ended()),
    ];
    this.#pacing = pace(due, (_, intended) => this.#post(templates, intended));
    await this.#pacing.over;
    await Promise.all(told);
    await this.#drain(wanted.drainMs);
    const figures = { ...figuresOf(ledger, first, last), late: ledger.onItsWay };
    return then ? { ...figures, then: figuresOf(ledger, last, ledger.length) } : figures;
  }

  close(): void {
    for (const screen of this.#screens) screen.close();
    this.#connections.close();
  }

  #post(templates: readonly Template[], intended: number): void {
    const conversation = this.ledger.length % templates.length;
    const number = this.ledger.send(conversation, intended, performance.now());
    this.#connections.post(number, requestOf(templates[conversation] as Template, number));
  }

  #watch(conversation: number, { socket, token }: ConversationOpened): Screen {
    return new Screen({
      address: socket,
      token,
      acknowledges: this.#target.acknowledges,
      shown: (message) => {
        this.#show(conversation, message);
        this.#pacing?.catchUp();
      },
      lost: (why) => this.lostSockets.push(why),
    });
  }

  #show(conversation: number, { seq, from, text }: Shown): void {
    const isNew = seq === undefined || this.ledger.hear(conversation, seq);
    if (!isNew || from !== 'bot' || text === undefined) return;
    const number = numberIn(text);
    if (number !== undefined) this.ledger.show(number, conversation, performance.now());
  }

  /** Until all is answered and shown; no longer than wanted, and no longer than anything comes. */
  async #drain(mostMs: number): Promise<void> {
    const { ledger } = this;
    const late = performance.now() + mostMs;
    let count = -1;
    let movedAt = performance.now();
    while (ledger.onItsWay > 0 || ledger.unanswered > 0) {
      const now = performance.now();
      const progress = ledger.shownCount + ledger.acceptedCount + ledger.refusedCount;
      if (progress !== count) movedAt = now;
      else if (now - movedAt > SILENCE_MS) return ledger.close();
      if (now > late) return;
      count = progress;
      await pause(20);
    }
  }
}
