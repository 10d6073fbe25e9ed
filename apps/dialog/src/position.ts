import { Frame, Variables } from '@backchannel/contracts';
import { z } from 'zod';

/** A dialog that has begun, with what only the interpreter needs to know of it. */
export const Position = Frame.extend({
  /** Its interaction is a question that nothing has answered. */
  asked: z.boolean().default(false),
  /** How many answers nothing took. */
  missed: z.int().nonnegative().default(0),
  /** Variables that end with the dialog. */
  variables: Variables.default({}),
});
export type Position = z.infer<typeof Position>;
