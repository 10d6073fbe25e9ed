import {
  Bot,
  Conversation,
  type InputReceived,
  Session,
  type TurnAnswered,
  type TurnOpened,
} from '@backchannel/contracts';
import { CompiledBot } from './compiled.ts';
import { answer } from './interpreter.ts';
import type { Surroundings } from './run.ts';

export const text = (name: string, more = {}) => ({ name, type: 'text', text: `${name}.`, ...more });
export const question = (name: string, more = {}) => ({ name, type: 'text_question', text: `${name}?`, ...more });
export const rule = (pattern: string, more = {}) => ({ type: 'pattern', patterns: [pattern], ...more });
export const noMatch = (more = {}) => ({ type: 'no_match', ...more });

/** A dialog that its own name starts. */
export const dialog = (name: string, ...interactions: object[]) => ({
  name,
  starter: { patterns: [name] },
  interactions,
});
export const fallback = (...interactions: object[]) => ({ name: 'fallback', type: 'fallback', interactions });

export function botOf(dialogs: object[], more = {}): CompiledBot {
  const bot = { id: 'b', name: 'B', errorText: 'Error.', fallbackText: 'Pardon?', dialogs, ...more };
  return new CompiledBot(Bot.parse(bot), 1);
}

export const conversation: Conversation = {
  conversationId: 'c',
  botId: 'b',
  userId: 'u',
  attributes: { firstname: 'Ada' },
  openedAt: 0,
  userAt: null,
};
export const freshSession: Session = {
  number: 1,
  version: 1,
  startedAt: 0,
  webView: {},
  variables: {},
  stack: [],
  waiting: null,
};
const stamp = { version: 1, sessionMs: 1000, lateMessageMs: 1000 };
const base = { inputId: 'i', conversationId: 'c', botId: 'b', bot: stamp, at: 5 };

export const opened = (): InputReceived => ({ ...base, kind: 'opened', userId: 'u', attributes: {} });
export const said = (words: string, more = {}): InputReceived => ({ ...base, kind: 'said', text: words, ...more });
export const posted = (message?: string, more = {}): InputReceived => ({
  ...base,
  kind: 'posted',
  variables: {},
  message,
  ...more,
});
export const resumed = (message?: string): InputReceived => ({ ...base, kind: 'resumed', message });
export const returned = (callId = 'x', more = {}): InputReceived => ({ ...base, kind: 'returned', callId, ...more });
export const elapsed = (id = 'x', more = {}): InputReceived => ({
  ...base,
  kind: 'elapsed',
  deadline: { name: 'wait', id },
  ...more,
});
export const turnOf = (input: InputReceived, more: Partial<TurnOpened> = {}): TurnOpened => ({
  turn: 1,
  input,
  conversation,
  session: freshSession,
  ...more,
});

export const textsOf = ({ replies }: TurnAnswered) => replies.map((reply) => reply['text']);

/** The answer of a bot that needs nothing from outside. */
export function answerOf(bot: CompiledBot, turn: TurnOpened, around: Surroundings = { environment: {} }): TurnAnswered {
  const step = answer(bot, turn, around).next();
  if (!step.done) throw new Error(`something is needed from outside: ${JSON.stringify(step.value)}`);
  return step.value;
}

/** A conversation, turn after turn. */
export class TurnByTurn {
  session: Session;
  turn = 0;
  last: TurnAnswered | undefined;

  constructor(session: Partial<Session> = {}) {
    this.session = { ...freshSession, ...session };
  }

  get replies() {
    return this.last?.replies ?? [];
  }

  get notes() {
    return this.last?.notes ?? [];
  }

  protected open(input: InputReceived | string): TurnOpened {
    this.turn += 1;
    const heard = typeof input === 'string' ? said(input) : input;
    // As session does it before it opens the turn.
    const posted =
      heard.kind === 'posted' ? Object.entries({ ...this.session.webView, ...heard.variables }) : undefined;
    const webView = posted && Object.fromEntries(posted.filter(([, value]) => value !== null));
    return turnOf(heard, { turn: this.turn, session: { ...this.session, ...(webView && { webView }) } });
  }

  protected take(answered: TurnAnswered): unknown[] {
    this.last = answered;
    if (answered.session) this.session = answered.session;
    return textsOf(answered);
  }
}

/** A conversation with a bot that needs nothing from outside. */
export class Talk extends TurnByTurn {
  constructor(
    private readonly bot: CompiledBot,
    session: Partial<Session> = {},
  ) {
    super(session);
  }

  /** What the bot answers, as texts. */
  hear(input: InputReceived | string): unknown[] {
    return this.take(answerOf(this.bot, this.open(input)));
  }
}
