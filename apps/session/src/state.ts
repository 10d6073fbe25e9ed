import { BotStamp, Conversation, InputReceived, Session } from '@backchannel/contracts';
import { z } from 'zod';

/** The input that a turn is about. */
export const OpenTurn = z.object({
  input: InputReceived.schema,
  /** When the record came that opened it. */
  at: z.int(),
  traceparent: z.string().optional(),
  /** What the conversation becomes, where session answers the turn itself; else null, and dialog answers. */
  leaves: z.enum(['open', 'transferred', 'closed', 'erased']).nullable(),
});
export type OpenTurn = z.infer<typeof OpenTurn>;

/** What the log has made of one conversation. */
export const State = z.object({
  status: z.enum(['open', 'transferred', 'closed', 'erased']),
  /** The last turn that was finished. */
  turn: z.int(),
  /** Turn `turn + 1`, while somebody works on it. */
  open: OpenTurn.nullable(),
  /** Null once erased. */
  conversation: Conversation.nullable(),
  session: Session.nullable(),
  /** What the newest door knew of the bot; null if the log's beginning is lost. */
  bot: BotStamp.nullable(),
  /** The time of the newest input that was applied: never goes back, whatever the doors' clocks do. */
  at: z.int(),
  /** Rows of the lists `queue` and `urgent`, and the number of the next one. */
  waiting: z.object({ queue: z.int(), urgent: z.int(), next: z.int() }),
  /** How many keys are known, by the hour in which they are forgotten. */
  keys: z.record(z.string(), z.int()),
  /** Of a conversation that has ended: when nothing of it is known any more. */
  forgetAt: z.int().optional(),
});
export type State = Readonly<z.infer<typeof State>>;

/** An input that waits for the open turn, or for the page. */
export const Queued = z.object({
  no: z.int(),
  input: InputReceived.schema,
  traceparent: z.string().optional(),
});
export type Queued = z.infer<typeof Queued>;

/**
 * Inputs that end a wait or the conversation. They are never refused for a bound, and pass what waits for a page
 * (design: "No turn waits for an input", "Bounds").
 */
export function isUrgent({ kind }: InputReceived): boolean {
  return kind === 'returned' || kind === 'elapsed' || kind === 'closed' || kind === 'erased';
}

/** While a page works for the bot, only what ends that wait is let in. */
export function waitsForPage({ status, session }: Pick<State, 'status' | 'session'>): boolean {
  return status === 'open' && session?.waiting?.kind === 'page';
}
