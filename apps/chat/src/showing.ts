import { beginning, type Json, Message, Standing } from '@backchannel/contracts';
import { z } from 'zod';
import { PageCall } from './page-call.ts';

/** How far a conversation has been shown: what chat remembers of it beside the rows of its transcript. */
export const Showing = Standing.extend({
  /** What the bot waits for a tab to run. Not of the transcript, and made from results and time-outs as well. */
  call: PageCall.nullable().default(null),
});
export type Showing = Readonly<z.infer<typeof Showing>>;

export const nothing: Showing = { ...beginning, call: null };

/** A transcript's row: row k holds the message with `seq` k, and what receipts need to know of it. */
export const Row = z.object({ message: Message, inputId: z.string(), turn: z.int() });
export type Row = z.infer<typeof Row>;

export const parseShowing = (stored: Json | null): Showing => (stored === null ? nothing : Showing.parse(stored));

/** The name of the list that a transcript's rows are in. */
export const transcript = 'transcript';
