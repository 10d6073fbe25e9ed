import { limits } from '@backchannel/contracts';

/** What is bounded in a script, written into the text of the prelude. */
export const bounds = {
  nameChars: limits.variableNameChars,
  messages: limits.scriptMessages,
  delayMs: limits.delayMs,
  notes: limits.notes,
  quickReplies: limits.scriptQuickReplies,
  titleChars: limits.quickReplyTitleChars,
  payloadChars: limits.payloadChars,
  logLines: limits.scriptLogLines,
  logChars: limits.scriptLogChars,
} as const;
export type Bounds = typeof bounds;
