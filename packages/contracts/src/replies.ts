import { z } from 'zod';
import { Json } from './json.ts';

/** One message of an answer. Kinds that a reader does not know are carried on as they are. */
export const Reply = z.looseObject({
  /** Turn, step, visit and place in the step: the same in every attempt at the turn. */
  id: z.string(),
  type: z.string(),
  /** How long the widget waits before it shows it. */
  delayMs: z.int().nonnegative().optional(),
});
export type Reply = z.infer<typeof Reply>;

/** Something to tap, with everything filled in. */
export const ShownButton = z.discriminatedUnion('type', [
  /** Said as `{ postback: { payload, label } }`. */
  z.object({ type: z.literal('postback'), label: z.string(), payload: z.string() }),
  z.object({
    type: z.literal('url'),
    label: z.string(),
    url: z.string(),
    target: z.enum(['new', 'current', 'slideout']),
  }),
]);
export type ShownButton = z.infer<typeof ShownButton>;

export const ShownQuickReply = z.object({ title: z.string(), payload: z.string(), imageUrl: z.string().optional() });
export type ShownQuickReply = z.infer<typeof ShownQuickReply>;

/** What the bot says in words, and what can be tapped below it. */
export const TextReply = Reply.extend({
  type: z.literal('text'),
  text: z.string(),
  /** The same with tags, of which only harmless ones are left (`markup.ts`). */
  html: z.string().optional(),
  buttons: z.array(ShownButton).optional(),
  quickReplies: z.array(ShownQuickReply).optional(),
});
export type TextReply = z.infer<typeof TextReply>;

export const ImageReply = Reply.extend({ type: z.literal('image'), url: z.string(), alt: z.string() });
export type ImageReply = z.infer<typeof ImageReply>;

/** For agents: chat never shows it to the person. */
export const PrivateReply = Reply.extend({ type: z.literal('private'), text: z.string() });
export type PrivateReply = z.infer<typeof PrivateReply>;

export const CardsReply = Reply.extend({
  type: z.literal('cards'),
  layout: z.enum(['carousel', 'list']),
  text: z.string().optional(),
  html: z.string().optional(),
  cards: z.array(
    z.object({
      title: z.string(),
      subtitle: z.string().optional(),
      imageUrl: z.string().optional(),
      buttons: z.array(ShownButton),
    }),
  ),
});
export type CardsReply = z.infer<typeof CardsReply>;

/** Whatever the bot's author and the chat have agreed on. */
export const UniversalReply = Reply.extend({ type: z.literal('universal'), content: Json });
export type UniversalReply = z.infer<typeof UniversalReply>;

/** The conversation is handed over: the bot is silent from here. */
export const TransferReply = Reply.extend({ type: z.literal('transfer'), to: z.string().optional() });
export type TransferReply = z.infer<typeof TransferReply>;

/**
 * `chatbot.<function>(param)` is to be called in one of the person's tabs. It answers with `{ callId, value }` or
 * `{ callId, error }`; a client without tabs answers the same over HTTP.
 */
export const PageCallReply = Reply.extend({
  type: z.literal('page_call'),
  callId: z.string(),
  function: z.string(),
  param: z.record(z.string(), Json),
  /** How long an answer counts, from the answer record's time. */
  timeoutMs: z.int().positive(),
});
export type PageCallReply = z.infer<typeof PageCallReply>;
