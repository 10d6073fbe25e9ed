import {
  ConversationLog,
  type Event,
  InputReceived,
  limits,
  type Session,
  shownOf,
  TurnAnswered,
  type Variables,
} from '@backchannel/contracts';
import { GetConversation } from '@backchannel/contracts/admin';
import { newId } from '@backchannel/contracts/ids';
import { vi } from 'vitest';
import type { Office } from '../office.fixture.ts';

type Input = InputReceived;
type Answered = Partial<TurnAnswered> & { says?: readonly string[]; knows?: Variables };

/** A conversation, as doors, session and dialog say it. */
export class Talk {
  readonly id: string;
  readonly botId: string;
  readonly userId: string;
  readonly attributes: Variables;
  readonly openedAt: number;
  now: number;
  turn = 0;
  last: Input;
  readonly opening: Event;

  constructor({
    botId = 'shop',
    userId = 'ada',
    attributes = {},
    now = Date.now(),
    id = newId(now),
  }: Partial<Pick<Talk, 'id' | 'botId' | 'userId' | 'attributes' | 'now'>> = {}) {
    this.id = id;
    this.botId = botId;
    this.userId = userId;
    this.attributes = attributes;
    this.openedAt = now;
    this.now = now;
    this.last = this.#from({ kind: 'opened', userId, attributes });
    this.opening = InputReceived(this.last, { time: now });
  }

  hears(text: string): Event {
    return this.#say({ kind: 'said', text });
  }
  gets(variables: Variables): Event {
    return this.#say({ kind: 'posted', variables });
  }

  /** Session says that its time is over. */
  idles(): Event {
    const { id: conversationId, now: at } = this;
    this.last = { kind: 'elapsed', inputId: newId(at), conversationId, at, deadline: { name: 'idle', id: String(at) } };
    return InputReceived(this.last, { time: at });
  }

  /** The end of the next turn, about the last input. */
  answers({ says = ['Hello!'], knows = {}, ...more }: Answered = {}): Event {
    this.turn += 1;
    const { id: conversationId, botId, userId, attributes, openedAt, turn, last, now: time } = this;
    const replies = says.map((text, place) => ({ id: `${turn}:${place}`, type: 'text', text }));
    const session: Session = {
      number: 1,
      version: 3,
      startedAt: openedAt,
      webView: knows,
      variables: { step: turn },
      stack: [],
      waiting: null,
    };
    const conversation = { conversationId, botId, userId, attributes, openedAt, userAt: null };
    const ended = { final: true, failed: false, leaves: 'open' as const, session, conversation };
    return TurnAnswered({ turn, inputId: last.inputId, message: shownOf(last), replies, ...ended, ...more }, { time });
  }

  /** What session says when it has forgotten it. */
  erases(): Event {
    const { id: conversationId, botId, openedAt } = this;
    const conversation = { conversationId, botId, userId: '', attributes: {}, openedAt, userAt: null };
    return this.answers({ says: [], leaves: 'erased', message: null, session: null, conversation });
  }

  /** Resolves when control has heard so many turns. */
  async isHeard(office: Office, turns = this.turn): Promise<void> {
    const params = { conversationId: this.id };
    const heard = async () => (await office.call(GetConversation, { params })).body.turns;
    await vi.waitUntil(async () => (await heard()) === turns, { timeout: 15_000, interval: 4 });
  }

  #say(what: object): Event {
    this.now += 1;
    this.last = this.#from(what);
    return InputReceived(this.last, { time: this.now });
  }

  #from(what: object): Input {
    const { id: conversationId, botId, now: at } = this;
    const bot = { version: 3, sessionMs: limits.sessionMs, lateMessageMs: limits.lateMessageMs };
    return { inputId: newId(at), conversationId, botId, bot, at, ...what } as Input;
  }
}

/** Inputs that were said to the log from now on. */
export async function inputsSaid({ broker }: Office): Promise<Input[]> {
  const inputs: Input[] = [];
  await broker.follow({
    topics: [ConversationLog],
    from: 'now',
    hear: ({ event }) => void (event?.type === InputReceived.type && inputs.push(event.data as Input)),
  });
  return inputs;
}
