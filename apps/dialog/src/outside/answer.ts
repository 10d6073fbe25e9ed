import { z } from 'zod';

/** The API has spoken, whatever it said. Names of headers are in small letters. */
export const Answered = z
  .object({ status: z.int(), headers: z.record(z.string(), z.string()).readonly(), body: z.string() })
  .readonly();
export type Answered = z.infer<typeof Answered>;

/** What came of a call. `failed` is a sentence for the author: why nobody answered. */
export type Answer = Answered | { readonly failed: string };
