import { z } from 'zod';
import { Variables } from './json.ts';

// Loose objects: who carries a session on, or keeps it, keeps what a newer service has put into it.

/** What must come before the bot goes on (design: "No turn waits for an input"). */
export const Waiting = z.looseObject({
  /** Unique per turn and step. */
  id: z.string(),
  kind: z.enum(['question', 'page', 'wait']),
  /** Names what satisfies it: an interaction, a page call, an arrival (`arrivals`). */
  for: z.string(),
  /** How long, from the time of the answer that says it; without it, as long as the session lives. */
  ms: z.int().positive().optional(),
});
export type Waiting = z.infer<typeof Waiting>;

/** A dialog that has begun, and the interaction that it has come to. */
export const Frame = z.looseObject({
  dialog: z.string(),
  interaction: z.string().nullable(),
});
export type Frame = z.infer<typeof Frame>;

/** The memory of a conversation: what the bot knows, and where the dialog stands. */
export const Session = z.looseObject({
  /** 1, 2, 3 … in the conversation. */
  number: z.int().positive(),
  /** The bot's version that it began on, and stays on. */
  version: z.int().positive(),
  startedAt: z.int(),
  /** Web view variables: what outside systems posted. */
  webView: Variables,
  /** Bot variables of session scope. */
  variables: Variables,
  /** Dialogs that have begun and not ended, the innermost last. */
  stack: z.array(Frame),
  waiting: Waiting.nullable(),
  /**
   * Posts that came earlier in the session and ended as `applied`, by what they would satisfy (`arrivalsOf`): the input's
   * id. A wait step that takes one takes away every entry with that id.
   */
  arrived: z.record(z.string(), z.string()).optional(),
});
export type Session = z.infer<typeof Session>;

/** What stays true of a conversation whatever its sessions do. */
export const Conversation = z.looseObject({
  conversationId: z.string(),
  botId: z.string(),
  userId: z.string(),
  /** What the page that opened it told of the person. */
  attributes: Variables,
  openedAt: z.int(),
  /** When the person last wrote. */
  userAt: z.int().nullable(),
});
export type Conversation = z.infer<typeof Conversation>;
