import type { Json, TurnAnswered } from '@backchannel/contracts';
import { named, type Played } from './play.ts';

/** What the answers in the log tell the authors, conversation by conversation. */
export function journalOf(answers: readonly TurnAnswered[]) {
  const byConversation = Map.groupBy(answers, ({ conversation }) => conversation.conversationId);
  return ({ conversationId, names }: Played): { notes: Json; trace: Json } => {
    // A turn that was answered twice counts once.
    const turns = new Map((byConversation.get(conversationId) ?? []).map((answer) => [answer.turn, answer]));
    const told = (what: 'notes' | 'trace') => [...turns.values()].flatMap((answer) => answer[what] ?? []);
    return { notes: named(told('notes'), names), trace: named(told('trace'), names) };
  };
}
