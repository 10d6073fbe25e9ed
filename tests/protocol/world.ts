import { type Event, InputReceived, InputTracked, limits, TurnAnswered, TurnOpened } from '@backchannel/contracts';
import { derivedId } from '@backchannel/contracts/ids';
import type { Received } from '@backchannel/messaging';
import type { Rules } from '@backchannel/projection';
import type { Showing } from '../../apps/chat/src/showing.ts';
import { rules as chatRules } from '../../apps/chat/src/transcript.ts';
import { received, unreadable } from '../../apps/session/src/memory.fixture.ts';
import { sessionRules } from '../../apps/session/src/session.ts';
import type { State } from '../../apps/session/src/state.ts';
import { failedAnswer } from '../../apps/session/src/turn.ts';
import { pageCall, think } from './bot.ts';
import { type Broken, Reader } from './reader.ts';
import { Tabs } from './tabs.ts';

export interface Sabotage {
  readonly session?: (rules: Rules<State | null>) => Rules<State | null>;
  readonly chat?: (rules: Rules<Showing>) => Rules<Showing>;
  readonly reader?: Broken;
}

export const conversations = ['c1', 'c2'] as const;
const stamp = { version: 1, sessionMs: limits.sessionMs, lateMessageMs: limits.lateMessageMs };

/** Doors, dialog, session and chat around one log, every step of each by itself. */
export class World {
  readonly log: Received[] = [];
  readonly turns: TurnOpened[] = [];
  readonly outcomes: Extract<InputTracked, { stage: 'outcome' }>[] = [];
  readonly session: Reader<State | null>;
  readonly chat: Reader<Showing>;
  readonly tabs: Tabs;
  /** The times that the deadlines of waits had when somebody looked. */
  readonly deadlines = new Map<string, Set<number>>();
  #now = 1_000_000;
  #count = 0;

  constructor({ session = (rules) => rules, chat = (rules) => rules, reader: broken }: Sabotage = {}) {
    this.session = new Reader(session(sessionRules), { log: this.log, say: (events) => this.#hear(events), broken });
    this.chat = new Reader(chat(chatRules), { log: this.log, say: () => {}, broken });
    this.tabs = new Tabs(this.chat, this.log);
    for (const conversation of conversations) {
      this.input(conversation, { kind: 'opened', userId: 'ada', attributes: {} });
    }
  }

  /** A door says an input. Under a key the id follows from the body. */
  input(conversationId: string, what: Record<string, unknown>, key?: string): void {
    this.#now += 1;
    this.#count += 1;
    const inputId = key === undefined ? `i${this.#count}` : derivedId(key, JSON.stringify(what));
    const at = this.#now;
    const data = { inputId, conversationId, botId: 'shop', bot: stamp, at, key, ...what } as InputReceived;
    this.#append(InputReceived(data, { time: at }));
  }

  /** The broker, or a door, tells something that is in the log once more. */
  repeat(place: number): void {
    const record = this.log[place % this.log.length];
    if (record?.envelope.type === InputReceived.type) this.log.push({ ...record, offset: this.log.length });
  }

  unreadableInput(conversationId: string): void {
    this.input(conversationId, { kind: 'closed' });
    const record = this.log.pop();
    if (record) this.log.push(unreadable(record));
  }

  /** dialog answers some turn that it was told of, as often and as late as it likes. */
  answer(which: number, attempt: number): void {
    const opened = this.turns[which % this.turns.length];
    if (!opened) return;
    this.#now += 1;
    const { turn, conversation, input } = opened;
    const { failed, leaves, session } = think(opened, attempt);
    const reply = (place: number) => ({ id: `${turn}:${place}`, type: 'text', text: `attempt ${attempt}` });
    const replies = Array.from({ length: 1 + (attempt % 3) }, (_, place) =>
      reply(attempt % 2 === 0 ? place : place + 10),
    );
    const base = { turn, inputId: input.inputId, message: shownOf(input), conversation };
    const say = (more: Pick<TurnAnswered, 'replies' | 'final' | 'failed' | 'leaves' | 'session'>) =>
      this.#append(TurnAnswered({ ...base, ...more }, { time: this.#now }));

    const part = { final: false, failed: false, leaves: 'open', session: null } as const;
    if (attempt % 4 > 1) say({ ...part, replies: replies.slice(0, 1) });
    if (attempt % 16 === 7) return;
    say({ replies, final: true, failed, leaves, session });
    const last = this.log.at(-1);
    if (last && attempt % 11 === 10) this.log[this.log.length - 1] = unreadable(last);
  }

  /** A page returns, to the newest call or to an old one; what it returns twice is the same input. */
  pageReturns(conversationId: string, turn: number, value: string): void {
    const callId = turn === 0 ? this.#newestCall(conversationId) : pageCall(turn);
    this.input(conversationId, { kind: 'returned', callId, value }, `${conversationId}-${callId}`);
  }

  #newestCall(conversationId: string): string {
    return this.chat.store.memory.state(conversationId).call?.id ?? pageCall(1);
  }

  /** A tab asks for the newest call, or for an old one. */
  tabLooks(tab: number, conversationId: string, turn: number): void {
    const callId = turn === 0 ? this.#newestCall(conversationId) : pageCall(turn);
    this.tabs.look(tab, conversationId, { callId, now: this.#now });
  }

  /** The owner's clock says that nobody answers. */
  turnIsLate(conversationId: string): void {
    const state = this.session.store.memory.state(conversationId);
    const failed = state && failedAnswer(state, 'Sorry.', this.#now);
    if (failed) this.#append(failed);
  }

  timeRunsOut(): void {
    for (const [name, { id, at }] of this.session.store.memory.deadlines) {
      const [conversationId = '', deadline] = name.split(' ');
      if (deadline !== 'wait') continue;
      const times = this.deadlines.get(`${conversationId} ${id}`) ?? new Set();
      this.deadlines.set(`${conversationId} ${id}`, times.add(at));
      const inputId = derivedId(conversationId, id, String(at));
      const data = { kind: 'elapsed' as const, inputId, conversationId, at: this.#now, deadline: { name: 'wait', id } };
      this.#append(InputReceived(data, { time: this.#now }));
    }
  }

  /** Long after: the time is over for which what has ended is kept. It is told twice, as by an owner that has died. */
  keepingEnds(): void {
    for (const [name, { id, at }] of this.session.store.memory.deadlines) {
      const [conversationId = '', deadline = ''] = name.split(' ');
      if (deadline !== 'forget') continue;
      const inputId = derivedId(conversationId, deadline, id);
      const data = { kind: 'elapsed' as const, inputId, conversationId, at, deadline: { name: deadline, id } };
      for (let times = 0; times < 2; times += 1) this.#append(InputReceived(data, { time: at }));
    }
    this.session.catchUp();
    this.chat.catchUp();
  }

  /** Nothing fails any more, and dialog answers what is open: the world must come to rest. */
  settle(): void {
    for (let round = 0; round < 100; round += 1) {
      this.session.catchUp();
      const length = this.log.length;
      for (const conversation of conversations) {
        const state = this.session.store.memory.state(conversation);
        const next = (state?.turn ?? 0) + 1;
        const told = this.turns.findIndex(
          (opened) => opened.conversation.conversationId === conversation && opened.turn === next,
        );
        if (told >= 0 && state?.open) this.answer(told, 1);
      }
      this.timeRunsOut();
      if (this.log.length === length) break;
    }
    this.chat.catchUp();
  }

  #hear(events: readonly Event[]): void {
    for (const event of events) {
      const { type, data } = JSON.parse(JSON.stringify(event)) as Event;
      if (type === TurnOpened.type) this.turns.push(data as TurnOpened);
      else if (type === TurnAnswered.type) this.#append(event);
      else if (type === InputTracked.type) this.outcomes.push(data as (typeof this.outcomes)[number]);
    }
  }

  #append(event: Event): void {
    this.log.push(received(event, this.log.length));
  }
}

function shownOf(input: InputReceived) {
  return input.kind === 'said' ? { from: 'user' as const, text: input.text, at: input.at } : null;
}
