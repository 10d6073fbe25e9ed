import {
  answerIn,
  beginning,
  grow,
  type HeardAnswer,
  InputReceived,
  isOver,
  type Line,
  TurnAnswered,
} from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import type { Kept } from './kept.ts';

/** What a record of the log makes of a conversation. */
export interface Heard {
  /** Null: nobody has opened it yet, as far as the log goes back. */
  readonly kept: Kept | null;
  /** What its transcript has more. */
  readonly lines: readonly Line[];
  /** Everything that is kept of it elsewhere must go. */
  readonly forget: boolean;
}

/** Which conversation the record is about; null: none that is kept. */
export function subjectOf({ envelope, event }: Received): string | null {
  if (envelope.type === TurnAnswered.type) return envelope.conversation ?? envelope.key;
  return event?.type === InputReceived.type ? (event.data as InputReceived).conversationId : null;
}

/** Whose turn it is, what was said: from answers alone, like every reader. Inputs only tell that somebody is there. */
export function hear(kept: Kept | null, record: Received): Heard {
  if (record.envelope.type === TurnAnswered.type) return hearAnswer(kept, answerIn(record));
  return { kept: hearInput(kept, record.event?.data as InputReceived), lines: [], forget: false };
}

function hearInput(kept: Kept | null, input: InputReceived): Kept | null {
  if (!kept) return input.kind === 'opened' ? opened(input) : null;
  const isFromOutside = 'bot' in input;
  const isOver = kept.endedAt !== null;
  return isFromOutside && !isOver ? { ...kept, inputAt: Math.max(kept.inputAt, input.at) } : kept;
}

function opened({
  conversationId: id,
  botId,
  userId,
  attributes,
  at,
}: Extract<InputReceived, { kind: 'opened' }>): Kept {
  return { ...fresh, id, botId, userId, attributes, openedAt: at, inputAt: at };
}

function hearAnswer(before: Kept | null, answer: HeardAnswer): Heard {
  const { content, final, at } = answer;
  const kept = before ?? (content && found(content, at));
  if (!kept) return { kept, lines: [], forget: false };
  const { standing, lines } = grow(kept.standing, answer);
  if (standing === kept.standing) return { kept: before, lines: [], forget: false };

  const { leaves } = standing;
  const endedAt = isOver(leaves) ? (kept.endedAt ?? at) : null;
  const after = { ...kept, standing, endedAt };
  if (leaves === 'erased') {
    const isNew = kept.standing.leaves !== 'erased';
    return { kept: { ...after, ...nothing, erasedAt: kept.erasedAt ?? at }, lines: [], forget: isNew };
  }
  // Somebody has asked for it to be forgotten: only how far it has come is still of use.
  if (kept.erasureId !== null) return { kept: { ...after, ...nothing }, lines: [], forget: false };
  if (!final || !content) return { kept: after, lines, forget: false };
  const { session, conversation } = content;
  const { attributes, userAt } = conversation;
  return { kept: { ...after, session, attributes, userAt, answeredAt: at }, lines, forget: false };
}

/** The log has lost its beginning. */
function found({ conversation }: TurnAnswered, at: number): Kept {
  const { conversationId: id, botId, userId, attributes, openedAt } = conversation;
  return { ...fresh, id, botId, userId, attributes, openedAt, inputAt: at };
}

const nothing = { userId: null, attributes: null, session: null };
const fresh = {
  session: null,
  userAt: null,
  answeredAt: null,
  standing: beginning,
  endedAt: null,
  erasureId: null,
  erasedAt: null,
};
