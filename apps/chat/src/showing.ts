import { type Json, Message } from '@backchannel/contracts';
import { z } from 'zod';
import { PageCall } from './page-call.ts';

/** How far a conversation has been shown: what chat remembers of it beside the rows of its transcript. */
export const Showing = z.object({
  /** The last turn that was finished. */
  turn: z.int(),
  /** The number of the last message. */
  head: z.int(),
  /** What has been shown of the turn after that, when it is answered in parts. */
  open: z.object({ turn: z.int(), shown: z.array(z.string()) }).nullable(),
  /** What the bot waits for a tab to run. Not of the transcript, and made from results and time-outs as well. */
  call: PageCall.nullable().default(null),
  /** What the conversation is after the last turn. */
  leaves: z.enum(['open', 'transferred', 'closed', 'erased']),
});
export type Showing = Readonly<z.infer<typeof Showing>>;

export const nothing: Showing = { turn: 0, head: 0, open: null, call: null, leaves: 'open' };

/** A transcript's row: row k holds the message with `seq` k, and what receipts need to know of it. */
export const Row = z.object({ message: Message, inputId: z.string(), turn: z.int() });
export type Row = z.infer<typeof Row>;

export const parseShowing = (stored: Json | null): Showing => (stored === null ? nothing : Showing.parse(stored));

/** The name of the list that a transcript's rows are in. */
export const transcript = 'transcript';
