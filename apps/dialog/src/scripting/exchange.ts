import { isShallow, Json, limits, type Variables } from '@backchannel/contracts';
import { z } from 'zod';

// What goes into a script and what comes out of it, as JSON: the guest has nothing else of ours.

/** What a script may know. */
export interface ScriptInput {
  readonly conversationId: string;
  readonly botId: string;
  readonly userId: string;
  /** What the person said, or what a posted message says. */
  readonly said: string;
  /** What the tapped button or quick reply stands for; null where the words were typed. */
  readonly payload: string | null;
  readonly webView: Variables;
  /** All bot variables in sight, whatever their scope; APIs' answers as `api_<name>`. */
  readonly variables: Variables;
  readonly environment: Readonly<Record<string, string | null>>;
  /** Of the keys of return links, which signs. */
  readonly linkGeneration: number;
  readonly attributes: Variables;
  /** The last API integration; null before the first. */
  readonly api: { readonly successful: boolean; readonly status: number | null } | null;
}

const QuickReply = z.object({ title: z.string(), payload: z.string() });

/** What a script did, in the order in which it did it where order matters. */
export const ScriptOutput = z.object({
  set: z.array(
    z.object({
      name: z.string().min(1).max(limits.variableNameChars),
      value: Json.refine(
        (value) => isShallow(value, limits.dataDepth),
        `objects and lists of a variable may lie ${limits.dataDepth} deep in each other`,
      ),
      scope: z.enum(['request', 'session']),
    }),
  ),
  messages: z
    .array(
      z.object({
        type: z.enum(['text', 'private']),
        text: z.string(),
        quickReplies: z.array(QuickReply).optional(),
      }),
    )
    .max(limits.scriptMessages),
  /** For the interaction's own message. */
  quickReplies: z.array(QuickReply),
  /** For all messages of the panel, and of the interaction. */
  delayMs: z.int().min(0).max(limits.delayMs).nullable(),
  /** The messages, and the interaction's own one, are not split. */
  whole: z.boolean(),
  /** The interaction to go to next. */
  trigger: z.string().nullable(),
  /** Nothing of the interaction comes after what has been sent. */
  stopped: z.boolean(),
  /** What `printDebugMessage` and `logCustomEvent` wrote. */
  log: z.array(z.string()),
  /** What the author should know, for instance that nothing is known of an attribute. */
  notes: z.array(z.string()),
});
export type ScriptOutput = z.infer<typeof ScriptOutput>;
