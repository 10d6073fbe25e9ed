import {
  type Event,
  InputReceived,
  InputTracked,
  limits,
  type Reply,
  type Session,
  TurnAnswered,
} from '@backchannel/contracts';
import { derivedId, newId } from '@backchannel/contracts/ids';
import type { z } from 'zod';
import { Memory, received, unreadable } from './memory.fixture.ts';
import { sessionRules } from './session.ts';
import type { State } from './state.ts';

type Kind = InputReceived['kind'];
type Of<K extends Kind> = Omit<
  Extract<z.input<typeof InputReceived.schema>, { kind: K }>,
  'kind' | 'inputId' | 'conversationId' | 'at' | 'botId' | 'bot'
>;

export const minute = 60_000;
export const stamp = { version: 1, sessionMs: limits.sessionMs, lateMessageMs: limits.lateMessageMs };

/** One conversation as session sees it, told step by step. */
export class Told {
  readonly conversationId = newId();
  readonly userId = 'ada';
  readonly memory = new Memory<State | null>(sessionRules);
  now = Date.parse('2026-01-05T09:00:00Z');

  /** A door says an input now. */
  say<K extends Kind>(kind: K, more: Of<K> & { id?: string; botId?: string; version?: number }): Heard {
    const { id = newId(), botId = 'shop', version = 1, ...rest } = more;
    const base = {
      kind,
      inputId: id,
      conversationId: this.conversationId,
      at: this.now,
      botId,
      bot: { ...stamp, version },
    };
    const input = InputReceived({ ...base, ...rest } as z.input<typeof InputReceived.schema>, { time: this.now });
    return this.#fold(received(input), id);
  }

  open(): Heard {
    return this.say('opened', { userId: this.userId, attributes: {} });
  }
  user(text: string): Heard {
    return this.say('said', { text });
  }
  post(variables: Record<string, never> | Record<string, string | number | null>, message?: string): Heard {
    return this.say('posted', { userId: this.userId, variables, message });
  }
  /** The same with an `Idempotency-Key`. */
  postOnce(key: string, variables: Record<string, string>): Heard {
    return this.say('posted', { variables, key, id: derivedId(key, JSON.stringify(variables)) });
  }

  /** dialog answers a turn, by default the open one. */
  answer(more: Partial<TurnAnswered> & { says?: string; remembers?: Partial<Session> } = {}): Heard {
    const { says = 'Thank you.', remembers = {}, ...rest } = more;
    const { turn, open, conversation, session } = this.memory.state(this.conversationId) ?? nothing;
    const replies: Reply[] = [{ id: `${turn + 1}:1`, type: 'text', text: says }];
    const answered = TurnAnswered(
      {
        turn: turn + 1,
        inputId: open?.input.inputId ?? newId(),
        message: null,
        replies,
        final: true,
        failed: false,
        leaves: 'open',
        session: session && { ...session, ...remembers },
        conversation: conversation ?? {
          conversationId: this.conversationId,
          botId: 'shop',
          userId: 'ada',
          attributes: {},
          openedAt: 0,
          userAt: null,
        },
        ...rest,
      },
      { time: this.now },
    );
    return this.#fold(received(answered), '');
  }

  /** What session has just said of the turn it answers itself comes back to it. */
  readBack({ events }: Heard): Heard {
    const own = events.find(({ type }) => type === TurnAnswered.type);
    if (!own) throw new Error('nothing to read back');
    return this.#fold(received(own), '');
  }

  /** An event of another service, or one that nobody can read. */
  hear(event: Event, how: 'readable' | 'unreadable' = 'readable'): Heard {
    const record = received(event);
    return this.#fold(how === 'readable' ? record : unreadable(record), event.id);
  }

  later(ms: number): this {
    this.now += ms;
    return this;
  }

  /** The conversation, past its opening, with nothing open. */
  static quiet(): Told {
    const told = new Told();
    told.open();
    told.answer({ says: 'Hello!' });
    return told;
  }

  get state(): State {
    const state = this.memory.state(this.conversationId);
    if (!state) throw new Error('nobody has opened the conversation');
    return state;
  }
  get variables() {
    return this.state.session?.webView;
  }
  deadline(name: string) {
    return this.memory.deadlines.get(`${this.conversationId} ${name}`);
  }

  #fold(record: ReturnType<typeof received>, inputId: string): Heard {
    const events = this.memory.fold(record);
    const outcomes = events.filter(({ type }) => type === InputTracked.type).map(({ data }) => data as InputTracked);
    const turns = events.filter(({ type }) => type !== InputTracked.type);
    return { inputId, events, outcomes, turns };
  }
}

interface Heard {
  inputId: string;
  events: readonly Event[];
  /** What inputs became. */
  outcomes: InputTracked[];
  /** Turns opened, or answered by session itself. */
  turns: Event[];
}

const nothing = { turn: 0, open: null, conversation: null, session: null };
