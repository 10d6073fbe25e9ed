import { z } from 'zod';

const Name = z.string().trim().min(1).max(100);

/** What starts a dialog (design: patterns know `*`, `|`, `( )` and match the whole text without case). */
export const Starter = z.strictObject({
  patterns: z.array(z.string().min(1)).min(1),
  /** Patterns that must not match. */
  exclude: z.array(z.string().min(1)).default([]),
});
export type Starter = z.infer<typeof Starter>;

/** A bot: what it says, and when. Data; a version of it never changes. */
export const Bot = z.strictObject({
  id: Name,
  name: Name,
  dialogs: z.array(z.json()),
});
export type Bot = z.infer<typeof Bot>;
