import { type InputReceived, limits, shownOf, TurnAnswered, TurnOpened } from '@backchannel/contracts';
import type { Draft } from './draft.ts';
import type { OpenTurn, State } from './state.ts';

/** The next turn is about this input. `leaves` says what session's own answer makes of the conversation. */
export function openTurn(draft: Draft, input: InputReceived, leaves: OpenTurn['leaves'] = null): void {
  const { time, traceparent } = draft.moment;
  draft.become({ open: { input, at: time, traceparent, leaves } });
  draft.retell = true;
  draft.changes.push({ deadline: 'turn', id: String(draft.state.turn + 1), at: time + limits.turnMs });
}

/** The bot must answer; while somebody else has the conversation, it is shown and nobody answers. */
export function ask(draft: Draft, input: InputReceived): void {
  openTurn(draft, input, draft.state.status === 'transferred' ? 'transferred' : null);
}

/** What is to be said of an open turn: made from the state alone, so that it can be said again. */
export function sayTurn(state: State): TurnOpenedOrAnswered[] {
  const { open, turn, conversation, session } = state;
  if (!open || !conversation) return [];
  const { input, at: time, traceparent, leaves } = open;
  if (leaves) return [ownAnswer(state, open, { leaves, failed: false, time })];
  return session ? [TurnOpened.of({ turn: turn + 1, input, conversation, session }, { time, traceparent })] : [];
}
type TurnOpenedOrAnswered = ReturnType<typeof TurnOpened> | ReturnType<typeof TurnAnswered>;

/** The answer to a turn that nobody answers: an error text, and everything else as it was. */
export function failedAnswer(state: State, text: string, time: number) {
  const { open } = state;
  if (!open) return null;
  const staysAway = state.status === 'transferred' && open.input.kind !== 'resumed';
  const leaves = open.leaves ?? (staysAway ? 'transferred' : 'open');
  return ownAnswer(state, open, { leaves, failed: true, text, time });
}

interface Own {
  leaves: TurnAnswered['leaves'];
  failed: boolean;
  text?: string;
  time: number;
}

function ownAnswer({ turn, conversation, session }: State, open: OpenTurn, { leaves, failed, text, time }: Own) {
  if (!conversation) throw new Error('a conversation that was erased has no turns');
  const replies = text === undefined ? [] : [{ id: `${turn + 1}:session:failed`, type: 'text', text }];
  return TurnAnswered(
    {
      turn: turn + 1,
      inputId: open.input.inputId,
      message: leaves === 'erased' ? null : shownOf(open.input),
      replies,
      final: true,
      failed,
      leaves,
      session: leaves === 'erased' ? null : session,
      conversation: leaves === 'erased' ? { ...conversation, userId: '', attributes: {} } : conversation,
    },
    { time, traceparent: open.traceparent },
  );
}
