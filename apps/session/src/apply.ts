import { type InputReceived, limits, type Session, type Variables } from '@backchannel/contracts';
import type { Draft } from './draft.ts';
import type { State } from './state.ts';
import { openTurn } from './turn.ts';

/** The input has its turn to be heard: nothing is open, and it was let in. */
export function apply(draft: Draft, input: InputReceived): void {
  if (draft.state.status === 'closed' || draft.state.status === 'erased') return applyToEnded(draft, input);
  switch (input.kind) {
    case 'opened':
      // The first one made the conversation; another is somebody's mistake, and changes nothing.
      if (draft.state.turn > 0) return draft.settle(input, { outcome: 'applied' });
      return openTurn(draft, input);
    case 'said':
      hear(draft, input);
      return ask(draft, input);
    case 'posted':
      return applyPost(draft, input);
    case 'returned': {
      const waiting = draft.state.session?.waiting;
      if (waiting?.kind !== 'page' || waiting.id !== input.callId) {
        return draft.settle(input, { outcome: 'applied', note: 'page_result_stale' });
      }
      hear(draft, input);
      return ask(draft, input);
    }
    case 'elapsed':
      return applyDeadline(draft, input);
    case 'closed':
      return openTurn(draft, input, 'closed');
    case 'erased':
      return openTurn(draft, input, 'erased');
  }
}

/** A closed conversation can still be erased; nothing else happens to it. */
function applyToEnded(draft: Draft, input: InputReceived): void {
  if (input.kind === 'erased' && draft.state.status === 'closed') return openTurn(draft, input, 'erased');
  if (input.kind === 'closed' || input.kind === 'erased') return draft.settle(input, { outcome: 'applied' });
  if (input.kind === 'elapsed') return draft.settle(input, { outcome: 'applied', note: 'deadline_passed' });
  const code = draft.state.status === 'closed' ? 'conversation_closed' : 'conversation_unknown';
  draft.settle(input, { outcome: 'rejected', code });
}

function applyPost(draft: Draft, input: Extract<InputReceived, { kind: 'posted' }>): void {
  const before = draft.state;
  hear(draft, input);
  const { session, conversation, bot } = draft.state;
  if (!session || !conversation || !bot) throw new Error('an open conversation has a session');

  const webView = merge(session.webView, input.variables);
  if (size({ ...session, webView }) > limits.postedBytes) {
    draft.state = before;
    return draft.settle(input, { outcome: 'rejected', code: 'session_full' });
  }
  draft.become({ session: { ...session, webView } });
  if (input.message === undefined) return draft.settle(input, { outcome: 'applied' });

  const spokeAt = conversation.userAt ?? conversation.openedAt;
  if (draft.state.at - spokeAt > bot.lateMessageMs) {
    return draft.settle(input, { outcome: 'applied', note: 'message_too_late' });
  }
  ask(draft, input);
}

function applyDeadline(draft: Draft, input: Extract<InputReceived, { kind: 'elapsed' }>): void {
  const { state } = draft;
  const { name, id } = input.deadline;
  if (name === 'wait' && state.session?.waiting?.id === id) return ask(draft, input);
  if (name === 'idle') {
    const end = state.at + limits.conversationIdleMs;
    if (input.at >= end) return openTurn(draft, input, 'closed');
    draft.changes.push({ deadline: 'idle', id: String(end), at: end });
  }
  draft.settle(input, { outcome: 'applied', note: 'deadline_passed' });
}

/** The bot must answer; while somebody else has the conversation, it is shown and nobody answers. */
function ask(draft: Draft, input: InputReceived): void {
  openTurn(draft, input, draft.state.status === 'transferred' ? 'transferred' : null);
}

type FromDoor = Extract<InputReceived, { bot: unknown }>;

/** Time goes on with the input, and where the session has ended meanwhile, a new one begins. */
function hear(draft: Draft, input: FromDoor): void {
  const { state } = draft;
  if (!state.conversation) throw new Error('an open conversation is known');
  const at = Math.max(state.at, input.at);
  const conversation = input.kind === 'said' ? { ...state.conversation, userAt: at } : state.conversation;
  const session = state.session && !hasEnded(state, at) ? state.session : nextSession(state.session, input, at);
  draft.become({ at, bot: input.bot, conversation, session });
}

/** A session ends when nothing is heard for its length, unless a wait step waits, and when its version is too old. */
function hasEnded({ session, bot, at: heardAt }: State, at: number): boolean {
  if (session && at - session.startedAt > limits.sessionLifeMs) return true;
  if (session?.waiting?.kind === 'wait') return false;
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

/** By name, the last value wins, null takes a value away. */
function merge(before: Variables, posted: Variables): Variables {
  return Object.fromEntries(Object.entries({ ...before, ...posted }).filter(([, value]) => value !== null));
}

const size = (session: Session) => Buffer.byteLength(JSON.stringify(session));
