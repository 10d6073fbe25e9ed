import {
  type Event,
  InputReceived,
  InputTracked,
  limits,
  type Session,
  TurnAnswered,
  TurnOpened,
} from '@backchannel/contracts';
import { newId } from '@backchannel/contracts/ids';
import type { z } from 'zod';

type Posted = Extract<InputReceived, { kind: 'posted' }>;
type Answered = z.input<typeof TurnAnswered.schema>;

const stamp = { version: 1, sessionMs: limits.sessionMs, lateMessageMs: limits.lateMessageMs };
export const session: Session = {
  number: 1,
  version: 1,
  startedAt: 0,
  webView: {},
  variables: {},
  stack: [{ dialog: 'orders', interaction: 'ask' }],
  waiting: { id: '1:ask', kind: 'question', for: 'ask' },
};

/** What is said of the inputs of one conversation, each by whoever says it. */
export class Story {
  readonly conversationId: string;
  readonly botId: string;
  now: number;

  constructor({ botId = 'shop', now = Date.parse('2026-01-05T09:00:00Z'), conversationId = newId(now) } = {}) {
    this.conversationId = conversationId;
    this.botId = botId;
    this.now = now;
  }

  later(ms: number): this {
    this.now += ms;
    return this;
  }

  opened(inputId = newId(this.now)) {
    return this.#input({ kind: 'opened', inputId, userId: 'ada', attributes: {}, ...this.#door });
  }
  said(text: string, inputId = newId(this.now)) {
    return this.#input({ kind: 'said', inputId, text, ...this.#door });
  }
  posted(variables: Posted['variables'], { inputId = newId(this.now), ...more }: Partial<Posted> = {}) {
    return this.#input({ kind: 'posted', inputId, variables, ...this.#door, ...more });
  }
  closed(inputId = newId(this.now)) {
    return this.#input({ kind: 'closed', inputId });
  }
  erased(inputId = newId(this.now)) {
    return this.#input({ kind: 'erased', inputId });
  }

  elapsed(name: string, inputId = newId(this.now)) {
    return this.#input({ kind: 'elapsed', inputId, deadline: { name, id: String(this.now) } });
  }

  turn(turn: number, input: { readonly data: InputReceived }, after = 0) {
    const { now: saidAt, conversation } = this;
    return TurnOpened({ turn, input: input.data, conversation, session, saidAt }, { time: saidAt - after });
  }
  answer(turn: number, inputId: string, more: Partial<Answered> = {}) {
    const replies = [{ id: `${turn}:1`, type: 'text' as const, text: `the answer ${turn}` }];
    const ended = { final: true, failed: false, leaves: 'open', session } as const;
    const { conversation, now: time } = this;
    return TurnAnswered({ turn, inputId, message: null, replies, conversation, ...ended, ...more }, { time });
  }
  outcome(inputId: string, more: Partial<Extract<InputTracked, { stage: 'outcome' }>>) {
    const { conversationId, now: time } = this;
    return InputTracked(
      { stage: 'outcome', inputId, conversationId, outcome: 'applied', saidAt: time, ...more },
      { time },
    );
  }
  delivered(inputId: string, turn: number) {
    const { conversationId, now: time } = this;
    return InputTracked({ stage: 'delivered', inputId, conversationId, turn }, { time });
  }
  refused(inputId: string, more: Partial<Extract<InputTracked, { stage: 'refused' }>> = {}) {
    const { conversationId, botId, now: time } = this;
    return InputTracked(
      { stage: 'refused', inputId, conversationId, botId, code: 'field_invalid', door: 'webview', ...more },
      { time },
    );
  }

  get conversation() {
    const { conversationId, botId } = this;
    return { conversationId, botId, userId: 'ada', attributes: {}, openedAt: 0, userAt: null };
  }
  get #door() {
    return { botId: this.botId, bot: stamp };
  }
  #input(input: object): Event<InputReceived> {
    const { conversationId, now } = this;
    const whole = { conversationId, at: now, ...input } as z.input<typeof InputReceived.schema>;
    return InputReceived(whole, { time: now });
  }
}
