import { limits } from '@backchannel/contracts';

/** What is bounded in a script, written into the text of the prelude. */
export const bounds = {
  nameChars: limits.variableNameChars,
  messages: limits.scriptMessages,
  delayMs: limits.delayMs,
  notes: limits.notes,
  quickReplies: 10,
  titleChars: 20,
  payloadChars: 2000,
  logLines: 100,
  logChars: 1000,
} as const;
export type Bounds = typeof bounds;
