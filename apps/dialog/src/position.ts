import { Frame, type Session, Variables } from '@backchannel/contracts';
import { z } from 'zod';

/** A dialog that has begun, with what only the interpreter needs to know of it. */
export const Position = Frame.extend({
  /** Its interaction waits for something that has not come. */
  asked: z.boolean().default(false),
  /** How many answers nothing took. */
  missed: z.int().nonnegative().default(0),
  /** Of a multiple choice: its choices as they were shown, where that is not as they are written. */
  shown: z.array(z.string()).optional(),
  /** Variables that end with the dialog. */
  variables: Variables.default({}),
  /** Of a wait step: the name of its wait, and when it has been in vain. */
  wait: z.object({ id: z.string(), until: z.int().optional() }).optional(),
});
export type Position = z.infer<typeof Position>;

/** The last API integration, as scripts ask for it. */
const Api = z.object({ successful: z.boolean(), status: z.int().nullable() }).nullable();
export type Api = z.infer<typeof Api>;

/** What a turn leaves to the one that goes on with it when the page has answered. */
export const Kept = z.object({
  said: z.string(),
  payload: z.string().nullable(),
  request: Variables,
  /** Interactions in a row, and changes of dialog, so far. */
  row: z.object({ dialog: z.string(), names: z.array(z.string()) }),
  dialogs: z.array(z.string()),
});
export type Kept = z.infer<typeof Kept>;

/** What the interpreter writes into a session beside what everybody knows of. */
const Own = z.object({ begun: z.boolean().default(false), api: Api.default(null), kept: Kept.optional() });

export function ownOf(session: Session): z.infer<typeof Own> {
  return Own.parse(session);
}
