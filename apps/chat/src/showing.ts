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

/** What receipts look at. */
export const ReceiptRow = Row.pick({ inputId: true, turn: true }).extend({
  message: Message.pick({ seq: true }).strip(),
});
export type ReceiptRow = z.infer<typeof ReceiptRow>;

const Turn = Showing.pick({ turn: true });

/** The last turn that was finished. */
export const turnOf = (stored: Json | null): number => (stored === null ? nothing.turn : Turn.parse(stored).turn);

export const parseShowing = (stored: Json | null): Showing => (stored === null ? nothing : Showing.parse(stored));

/** The name of the list that a transcript's rows are in. */
export const transcript = 'transcript';
