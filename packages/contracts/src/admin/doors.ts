import { z } from 'zod';
import { ConversationOpened, OpenConversation, Say, TokenRenewed, Transcript } from '../chat.ts';
import { HookEndpointName, hooksPath } from '../hook.ts';
import { limits } from '../limits.ts';
import { BotLook } from '../look.ts';
import type { ProblemCode } from '../problem.ts';
import { Accepted, OutsideField, OutsideId, WebViewPost, webViewPath } from '../webview.ts';
import { defineRoute, type Route } from './route.ts';

// The calls that outside systems and chat pages make: documented here, implemented by ingest and chat, which answer to
// credentials instead of scopes.

/** What proves who calls a door. */
export type Credential = 'digest' | 'returnLink' | 'webhookToken' | 'conversationToken';

export interface Door {
  readonly route: Route;
  /** One of these; none: anybody. */
  readonly credentials: readonly Credential[];
  /** What the request may say beside `Authorization`, by name. */
  readonly headers?: z.ZodObject;
  /** With `Prefer: wait` the outcome is the answer, with this status. */
  readonly outcome?: 200;
}

const Posting = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(limits.idempotencyKeyChars)
    .optional()
    .describe('the same key and body again is the same post, for a day; another body is refused'),
  Prefer: z
    .string()
    .optional()
    .describe(
      `wait=5: answer with what became of it, waiting at most so many seconds (${limits.waitMs / 1000} at most). ` +
        'After 500 `input_failed` do not send it again: the bot failed to answer, the post itself was kept',
    ),
});

const bodies: readonly ProblemCode[] = ['body_not_json', 'body_too_large', 'unsupported_media_type'];
const rejections: readonly ProblemCode[] = [
  'conversation_unknown',
  'bot_mismatch',
  'conversation_closed',
  'queue_full',
  'session_full',
  'keys_full',
  'idempotency_key_reused',
  'input_unreadable',
  'input_failed',
];
const posts = [...bodies, ...rejections, 'header_invalid', 'unauthorized', 'address_forbidden', 'bot_unknown'] as const;

export const PostWebView: Door = {
  route: defineRoute({
    id: 'postWebView',
    method: 'POST',
    path: webViewPath,
    tag: 'Doors',
    summary: 'An outside system posts to a conversation; with a return link the ids may be left out',
    scope: 'anybody',
    body: WebViewPost,
    status: 202,
    answer: Accepted,
    problems: [
      ...posts,
      'bot_disabled',
      'user_mismatch',
      'digest_disabled',
      'token_expired',
      'link_mismatch',
      'link_used',
    ],
  }),
  credentials: ['digest', 'returnLink'],
  headers: Posting,
  outcome: 200,
};

export const PostHook: Door = {
  route: defineRoute({
    id: 'postHook',
    method: 'POST',
    path: `${hooksPath}/{hookId}/{endpoint}`,
    tag: 'Doors',
    summary: "An outside system posts to an endpoint of a bot's webhook",
    scope: 'anybody',
    params: z.object({ hookId: z.string(), endpoint: HookEndpointName }),
    body: z
      .object({
        sessionId: OutsideId.describe('the conversation; `session_id` is good, too'),
        botId: OutsideId.describe('`chatbot_id` is good, too'),
      })
      .catchall(OutsideField)
      .describe('the ids, and beside them any data'),
    status: 202,
    answer: Accepted,
    problems: [...posts, 'bot_disabled', 'forbidden', 'not_found', 'busy'],
  }),
  credentials: ['webhookToken'],
  headers: Posting,
  outcome: 200,
};

const OneConversation = z.object({ conversationId: z.string() });
const InputId = z.object({ inputId: z.string() });
const visits = ['unauthorized', 'token_expired', 'origin_forbidden', 'bot_unknown', 'bot_disabled'] as const;

export const ReadLook: Door = {
  route: defineRoute({
    id: 'readLook',
    method: 'GET',
    path: '/v1/bots/{botId}/look',
    tag: 'Chat',
    summary: 'How the chat of a bot looks on pages that may show it; what is left out has a default',
    scope: 'anybody',
    params: z.object({ botId: OutsideId }),
    answer: BotLook,
    problems: ['origin_forbidden', 'bot_unknown'],
  }),
  credentials: [],
};

export const OpenChat: Door = {
  route: defineRoute({
    id: 'openChat',
    method: 'POST',
    path: '/v1/conversations',
    tag: 'Chat',
    summary: 'A person comes to a bot: the ids, and the token that is the key of this conversation',
    scope: 'anybody',
    body: OpenConversation,
    status: 201,
    answer: ConversationOpened,
    problems: [...bodies, 'origin_forbidden', 'bot_unknown', 'bot_disabled'],
  }),
  credentials: [],
};

export const SayInChat: Door = {
  route: defineRoute({
    id: 'sayInChat',
    method: 'POST',
    path: '/v1/conversations/{conversationId}/messages',
    tag: 'Chat',
    summary: 'What the person says or taps, or what their page returned',
    scope: 'anybody',
    params: OneConversation,
    body: Say,
    status: 202,
    answer: InputId,
    problems: [...bodies, ...visits],
  }),
  credentials: ['conversationToken'],
};

export const ReadChat: Door = {
  route: defineRoute({
    id: 'readChat',
    method: 'GET',
    path: '/v1/conversations/{conversationId}/messages',
    tag: 'Chat',
    summary: 'The transcript, from a number on',
    scope: 'anybody',
    params: OneConversation,
    query: z.object({
      after: z.coerce.number().int().nonnegative().default(0).describe('the last number that the caller has'),
      limit: z.coerce.number().int().min(1).max(limits.transcriptPage).default(limits.transcriptPage),
    }),
    answer: Transcript,
    problems: visits,
  }),
  credentials: ['conversationToken'],
};

export const RenewToken: Door = {
  route: defineRoute({
    id: 'renewChatToken',
    method: 'POST',
    path: '/v1/conversations/{conversationId}/token',
    tag: 'Chat',
    summary: 'A fresh token for one that still is good',
    scope: 'anybody',
    params: OneConversation,
    status: 201,
    answer: TokenRenewed,
    problems: visits,
  }),
  credentials: ['conversationToken'],
};

export const CloseChat: Door = {
  route: defineRoute({
    id: 'closeChat',
    method: 'POST',
    path: '/v1/conversations/{conversationId}/close',
    tag: 'Chat',
    summary: 'The end of the conversation, by the person',
    scope: 'anybody',
    params: OneConversation,
    status: 202,
    answer: InputId,
    problems: visits,
  }),
  credentials: ['conversationToken'],
};

/** In the order of the documentation. */
export const doors: readonly Door[] = [
  PostWebView,
  PostHook,
  ReadLook,
  OpenChat,
  SayInChat,
  ReadChat,
  RenewToken,
  CloseChat,
];
