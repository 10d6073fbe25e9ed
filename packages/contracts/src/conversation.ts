import { z } from 'zod';
import { type DataOf, defineEvent, defineTopic } from './event.ts';
import { Json, Variables } from './json.ts';
import { limits } from './limits.ts';
import { Reply } from './replies.ts';
import { Conversation, Session } from './session.ts';

/** What a door knew of the bot when the input came. */
export const BotStamp = z.looseObject({
  version: z.int().positive(),
  /** How long a session lives without input. */
  sessionMs: z.int().positive(),
  /** How long after the person's last message a posted message still counts. */
  lateMessageMs: z.int().positive(),
});
export type BotStamp = z.infer<typeof BotStamp>;

const Input = z.looseObject({
  inputId: z.string(),
  conversationId: z.string(),
  /** When the door took it. */
  at: z.int(),
  /** What the sender would say again when it repeats itself. Another body under a known key is rejected. */
  key: z.string().optional(),
  /** The id of the parked input that this one says again. */
  redrives: z.string().optional(),
});
const FromDoor = Input.extend({ botId: z.string(), bot: BotStamp });

/** A person came to a bot. */
export const Opened = FromDoor.extend({
  kind: z.literal('opened'),
  userId: z.string(),
  attributes: Variables,
});
/** The person said something, or tapped it. */
export const Said = FromDoor.extend({
  kind: z.literal('said'),
  /** What the bot hears. */
  text: z.string(),
  /** What the transcript shows instead, for instance a button's label. */
  label: z.string().optional(),
});
/** An outside system posted something. */
export const Posted = FromDoor.extend({
  kind: z.literal('posted'),
  userId: z.string().optional(),
  /** Merged into the web view variables by name; null takes one away. */
  variables: Variables,
  /** What the bot must answer. */
  message: z.string().optional(),
  /** The endpoint of the bot's webhook that it came to; without it, it came through the Web View API. */
  endpoint: z.string().optional(),
  /** What the endpoint triggers, whatever question waits; a wait step that the post satisfies goes on instead. */
  target: z.union([z.looseObject({ dialog: z.string() }), z.looseObject({ interaction: z.string() })]).optional(),
  /** The message is heard by the bot and not shown to the person. */
  hidden: z.boolean().optional(),
  /** What to do while the bot works on another input. */
  busy: z.enum(['queue', 'reject']).optional(),
  /** With a return link: when it ends. Until then its key is known. */
  linkUntil: z.int().optional(),
});
/** A page function returned, or failed. */
export const Returned = FromDoor.extend({
  kind: z.literal('returned'),
  callId: z.string(),
  value: Json.optional(),
  error: z.string().optional(),
});
/** Who had taken the conversation over hands it back to the bot. Counts only while it is transferred. */
export const Resumed = FromDoor.extend({
  kind: z.literal('resumed'),
  /** What the bot hears and must answer; the person does not see it. Without it, the bot hears what comes next. */
  message: z.string().optional(),
});
/** A deadline has passed. Counts only if that deadline still stands. */
export const Elapsed = Input.extend({
  kind: z.literal('elapsed'),
  deadline: z.looseObject({ name: z.string(), id: z.string() }),
});
/** The conversation is to end. */
export const Closed = Input.extend({ kind: z.literal('closed') });
/** The person's data is to be forgotten. */
export const Erased = Input.extend({ kind: z.literal('erased') });

/**
 * Something happened to a conversation.
 * Said by the doors (ingest, chat), by control (close, resume, erase, redrive) and by session when time ran out;
 * heard by session, which decides whose turn it is, and by control.
 */
export const InputReceived = defineEvent({
  topic: 'conversation.log',
  type: 'input.received',
  version: 1,
  schema: z.discriminatedUnion('kind', [Opened, Said, Posted, Returned, Resumed, Elapsed, Closed, Erased]),
  headers: ({ inputId, conversationId }) => ({ id: inputId, key: conversationId, conversation: conversationId }),
});
export type InputReceived = DataOf<typeof InputReceived>;

/**
 * The deadline by which a conversation is forgotten that has ended, if the input is that: session and chat drop all they have
 * of it. Nobody sent it, and nothing becomes of it, so it has no outcome and is in no journal.
 */
export function forgettingIn(input: InputReceived): string | null {
  return input.kind === 'elapsed' && input.deadline.name === 'forget' ? input.deadline.id : null;
}

/** The input's own message, as the transcript shows it. */
export const Shown = z.looseObject({
  from: z.enum(['user', 'outside']),
  text: z.string(),
  at: z.int(),
});
export type Shown = z.infer<typeof Shown>;

/** What the transcript shows of an input, the same whoever answers it. */
export function shownOf(input: InputReceived): Shown | null {
  if (input.kind === 'said') return { from: 'user', text: input.label ?? input.text, at: input.at };
  if (input.kind === 'posted' && input.message !== undefined && !input.hidden) {
    return { from: 'outside', text: input.message, at: input.at };
  }
  return null;
}

/**
 * The replies of a turn so far; the final part ends the turn.
 * Said by dialog, and by session when nobody answers or the answer is its own (closed, erased, transferred, resumed);
 * heard by session, by chat, which makes the transcript of nothing else, and by control.
 */
export const TurnAnswered = defineEvent({
  topic: 'conversation.log',
  type: 'turn.answered',
  version: 1,
  schema: z.looseObject({
    turn: z.int().positive(),
    inputId: z.string(),
    /** The message that is answered; null where the input shows none. */
    message: Shown.nullable(),
    /** All replies of the turn so far, those of earlier parts included. */
    replies: z.array(Reply),
    final: z.boolean(),
    /** The bot could not answer: the replies are its error text, the session is as it was. */
    failed: z.boolean(),
    /** What the conversation is after the turn. */
    leaves: z.enum(['open', 'transferred', 'closed', 'erased']),
    /** What the bot will remember; null in a part that does not end the turn, and when erased. */
    session: Session.nullable(),
    /** Enough of the conversation for a reader that has lost its beginning. */
    conversation: Conversation,
    /** What the author should know: an unresolved placeholder, a script's error, a loop that was cut. */
    notes: z.array(z.string()).optional(),
    /** The bot's way through the turn: which starter or rule took the input, and the steps it came to. */
    trace: z.array(z.string()).optional(),
  }),
  headers: ({ conversation: { conversationId }, turn, replies, final }) => ({
    id: `${conversationId}:${turn}:${final ? 'final' : replies.length}`,
    key: conversationId,
    conversation: conversationId,
    turn,
    final,
  }),
});
export type TurnAnswered = DataOf<typeof TurnAnswered>;

/** The truth: every input and every answer, in one order per conversation. */
export const ConversationLog = defineTopic({
  name: 'conversation.log',
  events: [InputReceived, TurnAnswered],
  compacted: false,
  retentionMs: limits.logMs,
});

/** The bot is to work on this input. Said by session; heard by dialog and control. */
export const TurnOpened = defineEvent({
  topic: 'turn.opened',
  type: 'turn.opened',
  version: 1,
  schema: z.looseObject({
    turn: z.int().positive(),
    input: InputReceived.schema,
    conversation: Conversation,
    /** What the bot knows as the turn begins. Nothing writes to it until the turn has ended. */
    session: Session,
    /** By session's own clock; the event's time is that of the record that opened the turn. */
    saidAt: z.int().optional(),
  }),
  headers: ({ conversation: { conversationId }, turn }) => ({
    id: `${conversationId}:${turn}`,
    key: conversationId,
    conversation: conversationId,
    turn,
  }),
});
export type TurnOpened = DataOf<typeof TurnOpened>;

/** Work for the bot. */
export const Turns = defineTopic({
  name: 'turn.opened',
  events: [TurnOpened],
  compacted: false,
  retentionMs: limits.logMs,
});
