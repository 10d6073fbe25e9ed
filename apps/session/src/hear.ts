import { type InputReceived, limits, type Session } from '@backchannel/contracts';
import type { Draft } from './draft.ts';
import type { State } from './state.ts';

export type FromDoor = Extract<InputReceived, { bot: unknown }>;

/** Time goes on with the input, and where the session has ended meanwhile, a new one begins. */
export function hear(draft: Draft, input: FromDoor): void {
  const { state } = draft;
  if (!state.conversation) throw new Error('an open conversation is known');
  const at = Math.max(state.at, input.at);
  const conversation = input.kind === 'said' ? { ...state.conversation, userAt: at } : state.conversation;
  const goesOn = state.session !== null && !hasEnded(state.session, state, at);
  // What the old session waited for is over, and would be told as overdue for ever.
  if (!goesOn) draft.changes.push({ noDeadline: 'wait' });
  const session = goesOn ? state.session : nextSession(state.session, input, at);
  draft.become({ at, bot: input.bot, conversation, session });
}

/** A session ends when nothing is heard for its length, unless something has still to come, and when its version is too old. */
function hasEnded({ startedAt, waiting }: Session, { bot, at: heardAt }: State, at: number): boolean {
  // It comes soon, or its time-out does; what began in this session goes on in it.
  if (waiting?.kind === 'page') return false;
  if (at - startedAt > limits.sessionLifeMs) return true;
  if (waiting?.kind === 'wait') return false;
  return bot !== null && at - heardAt > bot.sessionMs;
}

/** A session begins on the version its door stamped, never on a lower one than the conversation had. */
export function nextSession(before: Session | null, { bot }: Pick<FromDoor, 'bot'>, at: number): Session {
  return {
    number: (before?.number ?? 0) + 1,
    version: Math.max(bot.version, before?.version ?? 1),
    startedAt: at,
    webView: {},
    variables: {},
    stack: [],
    waiting: null,
  };
}
