import { z } from 'zod';
import type { Json } from './json.ts';
import { limits } from './limits.ts';
import { Pointer, valueAt } from './pointer.ts';
import { OutsideField, OutsideId } from './webview.ts';

/** Where a bot's webhook is, behind ingest's address. Its endpoints are below it. */
export const hooksPath = '/v1/hooks';

/** What an endpoint is called: it is the last part of its address, and what a wait step waits for. */
export const HookEndpointName = z
  .string()
  .max(100)
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
    'must be letters, digits, "-", "_" and ".", and begin and end with a letter or digit',
  );

const ids = [
  ['sessionId', 'session_id'],
  ['botId', 'chatbot_id'],
] as const;

/**
 * The body of a post to a webhook: the ids by either of their names, and beside them the data (Webhook, Example Curl).
 * `sessionId` is the conversation's id. Said by outside systems to ingest.
 */
export const HookPost = z
  .object({
    sessionId: OutsideId.optional(),
    session_id: OutsideId.optional(),
    botId: OutsideId.optional(),
    chatbot_id: OutsideId.optional(),
  })
  .catchall(OutsideField)
  .check(({ value, issues }) => {
    for (const [name, other] of ids) {
      const [one, two] = [value[name], value[other]];
      if (one === undefined && two === undefined) {
        issues.push({ code: 'invalid_type', expected: 'nonoptional', input: one, path: [name] });
      } else if (one !== undefined && two !== undefined && one !== two) {
        issues.push({ code: 'custom', message: `is not what ${name} is`, input: two, path: [other] });
      }
    }
  })
  .transform(({ sessionId, session_id, botId, chatbot_id, ...data }) => ({
    conversationId: sessionId ?? session_id ?? '',
    botId: botId ?? chatbot_id ?? '',
    /** The name that the body has for it. */
    botField: botId === undefined ? 'chatbot_id' : 'botId',
    data,
  }));
export type HookPost = z.output<typeof HookPost>;

const places = /\{(\/[^{}]*)\}/g;

/** What the chat shows of a post: `{/pointer}` stands for a part of the data. */
export const HookText = z
  .string()
  .min(1)
  .max(limits.messageChars)
  .superRefine((text, context) => {
    for (const [place, pointer] of text.matchAll(places)) {
      const [issue] = Pointer.safeParse(pointer).error?.issues ?? [];
      if (issue) context.addIssue({ code: 'custom', message: `${place}: ${issue.message}` });
    }
  });

/** The text with the data in it. What is not there is empty; the data's own braces mean nothing. */
export function fillHookText(text: string, data: Json): string {
  return text.replaceAll(places, (_, pointer: string) => textOf(valueAt(data, pointer)));
}

/** As bots write values into texts. */
function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
