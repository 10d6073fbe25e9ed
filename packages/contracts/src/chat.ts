import { z } from 'zod';
import { Json } from './json.ts';
import { limits } from './limits.ts';
import { Problem } from './problem.ts';
import { OutsideId, OutsideJson } from './webview.ts';

/** The body of `POST /v1/conversations`: a person comes to a bot. */
export const OpenConversation = z.object({
  botId: OutsideId,
  /** Who the page says the person is: a claim, good for this conversation. Without it, a new one. */
  userId: OutsideId.optional(),
  attributes: z
    .record(z.string(), OutsideJson)
    .refine((all) => Object.keys(all).length <= limits.attributes, `at most ${limits.attributes} attributes`)
    .default({}),
});
export type OpenConversation = z.infer<typeof OpenConversation>;

/** What chat answers: the ids an outside system needs, and the token that is this conversation's key. */
export const ConversationOpened = z.object({
  conversationId: z.string(),
  userId: z.string(),
  botId: z.string(),
  token: z.string(),
  expiresAt: z.iso.datetime(),
  socket: z.string(),
});
export type ConversationOpened = z.infer<typeof ConversationOpened>;

/** The body of `POST /v1/conversations/{id}/token`'s answer. */
export const TokenRenewed = ConversationOpened.pick({ token: true, expiresAt: true });
export type TokenRenewed = z.infer<typeof TokenRenewed>;

/** The client's own id of a message: sent again it is the same message. */
const ClientId = z.uuid();
const Text = z.string().trim().min(1).max(limits.messageChars);

const SayText = z.strictObject({ id: ClientId.optional(), text: Text });
const SayPostback = z.strictObject({
  id: ClientId.optional(),
  postback: z.strictObject({ payload: Text, label: Text }),
});

/** What a page function returned, or why it did not: one of the two. */
export const PageResult = z
  .strictObject({
    callId: OutsideId,
    value: OutsideJson.optional(),
    error: z.string().max(limits.messageChars).optional(),
  })
  .check(({ value: { value, error }, issues }) => {
    if (value === undefined && error === undefined) {
      issues.push({ code: 'invalid_type', expected: 'nonoptional', input: value, path: ['value'] });
    } else if (value !== undefined && error !== undefined) {
      issues.push({ code: 'custom', message: 'there is a value as well', input: error, path: ['error'] });
    }
  });
export type PageResult = z.infer<typeof PageResult>;

/** The body of `POST /v1/conversations/{id}/messages`: what the person says, taps, or what their page returned. */
export const Say = z.union([SayText, SayPostback, PageResult]);
export type Say = z.infer<typeof Say>;

/**
 * One line of a transcript. Replies carry what their kind needs beside these. The message of an input has the input's
 * id, so that a tab finds what it has sent. The last line of a conversation that has ended has the type `closed`.
 */
export const Message = z.looseObject({
  /** 1, 2, 3 … in the conversation. */
  seq: z.int().positive(),
  id: z.string(),
  from: z.enum(['user', 'bot', 'outside']),
  at: z.int(),
  type: z.string(),
  text: z.string().optional(),
  delayMs: z.int().optional(),
});
export type Message = z.infer<typeof Message>;

/** The answer of `GET /v1/conversations/{id}/messages`. */
export const Transcript = z.object({
  /** Numbers count within it: when it is another one, begin again at 0. */
  epoch: z.string(),
  messages: z.array(Message),
  /** The `after` that goes on from here. */
  next: z.int().nonnegative(),
});
export type Transcript = z.infer<typeof Transcript>;

/** Socket frames that chat hears. */
export const ClientFrame = z.discriminatedUnion('type', [
  /** The first frame. `after` is the last message that this tab has shown, and acknowledges it; without its epoch it counts as 0. */
  z.object({
    type: z.literal('hello'),
    token: z.string(),
    after: z.int().nonnegative().default(0),
    /** The transcript's epoch that `after` counts in. */
    epoch: z.string().optional(),
  }),
  z.object({
    type: z.literal('say'),
    id: ClientId,
    text: Text.optional(),
    postback: SayPostback.shape.postback.optional(),
  }),
  /**
   * This tab would run a page call. A client asks for those that come live, once, and never for one that it has read of a
   * transcript; it runs the function at once if the answer is `yours`, and otherwise never.
   */
  z.object({ type: z.literal('claim'), callId: OutsideId }),
  /** What the page function returned, or why it did not; answered with `accepted` under the call's id. */
  z.object({ type: z.literal('return'), callId: OutsideId, value: Json.optional(), error: z.string().optional() }),
  /** Everything up to `seq` is on the person's screen. */
  z.object({ type: z.literal('ack'), seq: z.int().nonnegative() }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** Socket frames that chat says. */
export const ServerFrame = z.discriminatedUnion('type', [
  /**
   * The answer to `hello`, and said again when the transcript has begun anew. A client that knows another epoch forgets
   * what it has shown: messages follow from the first.
   */
  z.object({ type: z.literal('welcome'), epoch: z.string(), head: z.int().nonnegative() }),
  z.object({ type: z.literal('message'), message: Message }),
  /** The bot has heard something and has not answered for a moment. A message that follows ends it. */
  z.object({ type: z.literal('typing') }),
  /** The bot has nothing more to say: where `typing` was said, no message ends it. */
  z.object({ type: z.literal('quiet') }),
  /**
   * With the first `welcome`, and every half minute: the connection lives. Pages are told of no pings; one that has heard this once and hears nothing
   * for much longer opens another socket.
   */
  z.object({ type: z.literal('beat') }),
  /**
   * The answer to `claim`. Of all tabs one is told `yours`, and only while the call is open: the newest answer waits for
   * it, nothing has been returned, its time has not run out. The same socket is told the same again; a tab that has come
   * back is another one, and if it was the one, the call ends by its time-out. A Redis that loses its last second may
   * have forgotten who was told, and tell one more: functions that must not run twice need an id of their own. What they
   * return counts once in any case.
   */
  z.object({ type: z.literal('claimed'), callId: z.string(), yours: z.boolean() }),
  /** The log has the message `id`, or what the page call of that id returned. */
  z.object({ type: z.literal('accepted'), id: z.string(), inputId: z.string() }),
  /** A frame was refused, or what was accepted as `id` is rejected after all. */
  z.object({ type: z.literal('problem'), id: z.string().optional(), problem: Problem }),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
