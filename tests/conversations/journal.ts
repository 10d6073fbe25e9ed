import type { Json, TurnAnswered } from '@backchannel/contracts';
import { named, type Played } from './play.ts';

/** What the answers in the log tell the authors, conversation by conversation. */
export function journalOf(answers: readonly TurnAnswered[]) {
  const byConversation = Map.groupBy(answers, ({ conversation }) => conversation.conversationId);
  return ({ conversationId, names }: Played): { notes: Json; trace: Json } => {
    // Of two answers to a turn the first counts.
    const turns = new Map<number, TurnAnswered>();
    for (const answer of byConversation.get(conversationId) ?? [])
      turns.set(answer.turn, turns.get(answer.turn) ?? answer);
    const told = (what: 'notes' | 'trace') => [...turns.values()].flatMap((answer) => answer[what] ?? []);
    return { notes: named(told('notes'), names), trace: named(told('trace'), names) };
  };
}
