import { z } from 'zod';
import { Message } from '../chat.ts';
import { Json } from '../json.ts';
import { limits } from '../limits.ts';
import { Waiting } from '../session.ts';
import { OutsideId } from '../webview.ts';
import { InputSummary } from './journal.ts';
import { defineRoute, Moment, Paged, pageOf, type Route } from './route.ts';

/** What a conversation is after its last answer. */
export const ConversationState = z
  .enum(['open', 'transferred', 'closed', 'erased'])
  .describe('transferred: somebody else has it, and the bot is silent; erased: nothing of the person is kept');
export type ConversationState = z.infer<typeof ConversationState>;

/** A conversation, as a list shows it. */
export const ConversationSummary = z.object({
  conversationId: z.string(),
  botId: z.string(),
  userId: z.string().nullable().describe('null once it is erased'),
  state: ConversationState,
  openedAt: Moment,
  lastInputAt: Moment.describe('When something last came from outside'),
  endedAt: Moment.nullable(),
  turns: z.int().nonnegative().describe('How many turns have been finished'),
  messages: z
    .int()
    .nonnegative()
    .describe('Lines of its transcript; none once its time is over, 30 days after the last input'),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

/** Something that is known of the person or of their matter. */
export const KnownVariable = z.object({
  name: z.string(),
  from: z
    .enum(['attribute', 'webView', 'bot'])
    .describe('attribute: the page that opened it told it; webView: an outside system posted it; bot: the bot set it'),
  type: z.enum(['string', 'number', 'boolean', 'null', 'list', 'object']),
  value: Json.optional().describe('Missing where values are masked'),
});
export type KnownVariable = z.infer<typeof KnownVariable>;

/** The session as the last answer has left it. */
export const SessionSummary = z.object({
  number: z.int().describe('1, 2, 3 … in the conversation'),
  version: z.int().describe('The version of the bot that it stays on'),
  startedAt: Moment,
  waiting: Waiting.pick({ kind: true, for: true }).strip().nullable().describe('What must come before the bot goes on'),
});

/** All of a conversation but its transcript. */
export const ConversationDetail = ConversationSummary.extend({
  session: SessionSummary.nullable().describe(
    'null before the first answer, and once its time is over or it is erased',
  ),
  variables: z.array(KnownVariable).describe('As the last answer has left them, and what was posted since'),
  masked: z
    .boolean()
    .describe('Whether values are left out: they are unless the setting showValues of the bot shows them'),
  erasureId: z.string().nullable().describe('The receipt by which it is forgotten'),
});
export type ConversationDetail = z.infer<typeof ConversationDetail>;

/** Everything that is kept of a conversation, values too. */
export const ConversationExport = ConversationDetail.extend({
  transcript: z.array(Message),
  inputs: z.array(InputSummary).describe('What came, and what became of it, newest first'),
});
export type ConversationExport = z.infer<typeof ConversationExport>;

/** What has been said to a conversation; the journal tells what becomes of it. */
export const InputSaid = z.object({ inputId: z.string() });

/** How far a person is forgotten. It names nobody. */
export const Erasure = z.object({
  erasureId: z.string(),
  botId: z.string(),
  askedAt: Moment,
  state: z
    .enum(['erasing', 'in_log', 'complete'])
    .describe(
      'erasing: the bot still works on something; in_log: only the log has the rest, until its retention has passed; complete: nothing is left',
    ),
  completeAt: Moment.describe('When the last of it is gone. While the state is erasing, it is later than this'),
  conversations: z.int().nonnegative().describe('How many there were, with their sessions'),
  erased: z.int().nonnegative().describe('How many of them the log has said to be erased'),
  messages: z.int().nonnegative().describe('Lines of transcripts that are gone'),
  journalValues: z.int().nonnegative().describe('Values of the journal that are gone'),
  parked: z.int().nonnegative().describe('Parked records whose contents are gone'),
});
export type Erasure = z.infer<typeof Erasure>;

const One = z.object({ conversationId: OutsideId });
const tag = 'Conversations';

export const ListConversations = defineRoute({
  id: 'listConversations',
  method: 'GET',
  path: '/admin/v1/conversations',
  tag,
  summary: 'Conversations that fit, those opened last first',
  scope: 'conversations:read',
  query: Paged.extend({
    botId: OutsideId.optional(),
    userId: OutsideId.optional(),
    state: ConversationState.optional(),
    from: Moment.optional().describe('Opened at this moment or later'),
    to: Moment.optional().describe('Opened before this moment'),
  }),
  answer: pageOf(ConversationSummary),
});

export const GetConversation = defineRoute({
  id: 'getConversation',
  method: 'GET',
  path: '/admin/v1/conversations/{conversationId}',
  tag,
  summary: 'A conversation: its session, and what is known in it',
  scope: 'conversations:read',
  params: One,
  answer: ConversationDetail,
  problems: ['not_found'],
});

export const GetTranscript = defineRoute({
  id: 'getTranscript',
  method: 'GET',
  path: '/admin/v1/conversations/{conversationId}/messages',
  tag,
  summary: 'What the person has seen, oldest first',
  scope: 'conversations:read',
  params: One,
  query: Paged,
  answer: pageOf(Message),
  problems: ['not_found'],
});

export const EndConversation = defineRoute({
  id: 'endConversation',
  method: 'POST',
  path: '/admin/v1/conversations/{conversationId}/end',
  tag,
  summary: 'Ends a conversation once the bot has answered what it works on',
  scope: 'conversations:write',
  params: One,
  status: 202,
  answer: InputSaid,
  problems: ['not_found', 'conversation_closed'],
});

export const ResumeConversation = defineRoute({
  id: 'resumeConversation',
  method: 'POST',
  path: '/admin/v1/conversations/{conversationId}/resume',
  tag,
  summary: 'Hands a transferred conversation back to the bot',
  scope: 'conversations:write',
  params: One,
  body: z
    .strictObject({
      message: z
        .string()
        .trim()
        .min(1)
        .max(limits.messageChars)
        .optional()
        .describe(
          'What the bot hears and answers at once; the person does not see it. Without it, the bot hears what comes next',
        ),
    })
    .default({}),
  status: 202,
  answer: InputSaid,
  problems: ['not_found', 'conversation_closed', 'conflict', 'bot_unknown', 'bot_disabled'],
});

export const ExportConversation = defineRoute({
  id: 'exportConversation',
  method: 'POST',
  path: '/admin/v1/conversations/{conversationId}/export',
  tag,
  summary:
    'Everything that is kept of a conversation, with all values, to hand it to the person; the audit trail tells who asked',
  scope: 'conversations:write',
  params: One,
  answer: ConversationExport,
  problems: ['not_found'],
});

export const ErasePerson = defineRoute({
  id: 'erasePerson',
  method: 'POST',
  path: '/admin/v1/erasures',
  tag,
  summary: 'Forgets a person: their conversations with a bot, sessions, transcripts, what the journal has of them',
  scope: 'conversations:write',
  body: z.strictObject({ botId: OutsideId, userId: OutsideId }),
  status: 202,
  answer: Erasure,
});

export const GetErasure = defineRoute({
  id: 'getErasure',
  method: 'GET',
  path: '/admin/v1/erasures/{erasureId}',
  tag,
  summary: 'The receipt: what was forgotten, and when nothing is left',
  scope: 'conversations:read',
  params: z.object({ erasureId: z.string().max(100) }),
  answer: Erasure,
  problems: ['not_found'],
});

export const conversationRoutes: readonly Route[] = [
  ListConversations,
  GetConversation,
  GetTranscript,
  EndConversation,
  ResumeConversation,
  ExportConversation,
  ErasePerson,
  GetErasure,
];
