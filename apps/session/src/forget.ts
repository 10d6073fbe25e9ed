import { isOver, limits } from '@backchannel/contracts';
import type { Decision } from '@backchannel/projection';
import type { Draft } from './draft.ts';
import type { State } from './state.ts';

/**
 * What has ended is kept as long as what has not (and a day at least, for which its keys are known), and an empty tombstone
 * as long as the log, which may still have something of the person.
 */
export function forgetLater(draft: Draft): void {
  const { state, moment } = draft;
  const forgetAt =
    state.status === 'erased'
      ? moment.time + limits.logMostMs
      : Math.max(state.at + limits.conversationIdleMs, moment.time + limits.knownKeyMs);
  draft.become({ forgetAt });
  draft.changes.push({ noDeadline: 'idle' }, { deadline: 'forget', id: String(forgetAt), at: forgetAt });
}

/**
 * Told again and again, a deadline goes with what it was for. An erasure that is under way ends first, and has a time of its
 * own, which stands when that of the conversation comes late. Of what is closed everybody else has dropped all.
 */
export function forget(state: State | null, deadline: string): Decision<State | null> {
  if (!state) return { state };
  if (state.open || !isOver(state.status)) return { state, changes: [{ noDeadline: 'forget' }] };
  const isReplaced = state.status === 'erased' && String(state.forgetAt ?? deadline) !== deadline;
  return isReplaced ? { state } : { state: null, changes: [{ forget: true }] };
}
