import type { ConversationDetail, ConversationSummary } from '@backchannel/contracts/admin';
import type { Kept } from './kept.ts';
import { type Sight, variablesOf } from './variables.ts';

/** What a list tells of a conversation. What is to be forgotten counts as forgotten. */
export function summaryOf(kept: Kept): ConversationSummary {
  const { id, botId, userId, attributes, standing, openedAt, inputAt, endedAt } = kept;
  const { leaves, turn, head } = standing;
  const isErased = kept.erasureId !== null || leaves === 'erased';
  return {
    conversationId: id,
    botId,
    userId,
    state: isErased ? 'erased' : leaves,
    openedAt: momentOf(openedAt),
    lastInputAt: momentOf(inputAt),
    endedAt: endedAt === null ? null : momentOf(endedAt),
    turns: turn,
    // The transcript has gone with them.
    messages: attributes === null ? 0 : head,
  };
}

export function detailOf(kept: Kept, sight: Sight): ConversationDetail {
  const { session } = kept;
  return {
    ...summaryOf(kept),
    session: session && {
      number: session.number,
      version: session.version,
      startedAt: momentOf(session.startedAt),
      waiting: session.waiting && { kind: session.waiting.kind, for: session.waiting.for },
    },
    variables: variablesOf(kept, sight),
    masked: sight.masked,
    erasureId: kept.erasureId,
  };
}

/** A day that no calendar has is none: clocks of others are not ours. */
const LAST = 8.64e15;
export const momentOf = (at: number): string => new Date(Math.max(-LAST, Math.min(LAST, at))).toISOString();
