import { type InputReceived, isOver, limits } from '@backchannel/contracts';
import type { Draft } from './draft.ts';
import { hear } from './hear.ts';
import { applyPost } from './post.ts';
import { ask, openTurn } from './turn.ts';

/** The input has its turn to be heard: nothing is open, and it was let in. */
export function apply(draft: Draft, input: InputReceived): void {
  if (isOver(draft.state.status)) return applyToEnded(draft, input);
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
    case 'resumed':
      if (draft.state.status !== 'transferred') {
        return draft.settle(input, { outcome: 'applied', note: 'not_transferred' });
      }
      hear(draft, input);
      return openTurn(draft, input, input.message === undefined ? 'open' : null);
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
