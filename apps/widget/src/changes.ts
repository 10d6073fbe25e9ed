import type { Heard } from './api.ts';
import type { Talking } from './talk/talking.ts';

/** One thing that a page can hear of. */
export type Change = { [Name in keyof Heard]: readonly [name: Name, heard: Heard[Name]] }[keyof Heard];

interface Meanwhile {
  readonly botId: string;
  /** The bot has said something. */
  readonly isAnswered: boolean;
}

/** What has become of a talk, as pages hear it. */
export function changesOf(before: Talking | null, now: Talking, { botId, isAnswered }: Meanwhile): readonly Change[] {
  const changes: Change[] = [];
  const { conversationId, userId } = now.current ?? {};
  if (conversationId && userId && conversationId !== before?.current?.conversationId) {
    changes.push(['conversation', { conversationId, userId, botId }]);
  }
  if (now.status !== (before?.status ?? 'idle')) changes.push(['status', now.status]);
  // Whoever answers at once does not type.
  const isOver = isAnswered && !now.typing;
  if (isOver || now.typing !== (before?.typing ?? false)) changes.push(['turn', { working: now.typing }]);
  if (now.unread !== (before?.unread ?? 0)) changes.push(['unread', now.unread]);
  return changes;
}
