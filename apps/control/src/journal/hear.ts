import {
  type DoorName,
  InputReceived as Input,
  type InputReceived,
  InputTracked,
  type Session,
  TurnAnswered,
  TurnOpened,
} from '@backchannel/contracts';
import type { SessionAfter } from '@backchannel/contracts/admin';
import type { Received } from '@backchannel/messaging';
import type { Entry, Value } from './entry.ts';
import { short, shortOrNull } from './short.ts';
import { brought, logged, remembered, replied } from './values.ts';

/**
 * What becomes of an entry, with the values that came along. Of everything that is told twice the first counts, and no
 * two topics write the same: so it does not matter which topic is ahead.
 */
export function hear(entry: Entry, { event, envelope }: Received): readonly Value[] {
  const { type, time } = envelope;
  if (entry.accepted_at === null) entry.at = Math.min(entry.at, time);
  if (type === Input.type) return accept(entry, event ? (event.data as InputReceived) : null, time);
  if (type === TurnAnswered.type && event) return answer(entry, event.data as TurnAnswered, time);
  if (type === TurnOpened.type && event) open(entry, event.data as TurnOpened, time);
  if (type === InputTracked.type && event) track(entry, event.data as InputTracked, time);
  return [];
}

function accept(entry: Entry, input: InputReceived | null, time: number): readonly Value[] {
  if (entry.accepted_at !== null) return [];
  entry.accepted_at = time;
  entry.at = time;
  if (!input) return [];
  entry.kind = input.kind;
  entry.door = doorOf(input);
  entry.dedupe = shortOrNull(input.key);
  entry.redrives = shortOrNull(input.redrives);
  // It was sent to this bot, whoever the conversation is with.
  if (typeof input.botId === 'string') entry.bot_id = short(input.botId);
  if (input.kind === 'posted') {
    entry.endpoint = shortOrNull(input.endpoint);
    entry.names = JSON.stringify(Object.keys(input.variables));
  }
  return brought(entry, input);
}

function doorOf(input: InputReceived): DoorName {
  if (input.redrives !== undefined) return 'control';
  switch (input.kind) {
    case 'posted':
      if (input.endpoint !== undefined) return 'hook';
      return input.linkUntil === undefined ? 'webview' : 'link';
    case 'opened':
    case 'said':
    case 'returned':
      return 'chat';
    case 'elapsed':
      return 'session';
    case 'closed':
      // A person closes a conversation once, however often they ask; control has no such key.
      return input.key === undefined ? 'control' : 'chat';
    case 'resumed':
    case 'erased':
      return 'control';
  }
}

/** An answer comes in parts, each with all replies so far; what is new of each counts, until the end. */
function answer(entry: Entry, answered: TurnAnswered, time: number): readonly Value[] {
  if (entry.answered_at !== null) return [];
  const { turn, replies, final, failed, leaves, notes = [], trace = [], session, conversation } = answered;
  entry.bot_id ??= short(conversation.botId);
  entry.turn ??= turn;
  const before = JSON.parse(entry.replies ?? '[]') as { id: string; type: string }[];
  const ids = new Set(before.map(({ id }) => id));
  const fresh = replies.filter(({ id }) => !ids.has(id) && ids.add(id));
  entry.replies = JSON.stringify([...before, ...fresh.map(({ id, type }) => ({ id, type }))]);
  const values = replied(entry, fresh, before.length);
  if (!final) {
    entry.replied_at ??= time;
    return values;
  }
  entry.answered_at = time;
  entry.failed = failed ? 1 : 0;
  entry.leaves = leaves;
  entry.trace = JSON.stringify(trace.filter((line) => !isLog(line)));
  entry.notes = JSON.stringify(notes);
  entry.session = session && JSON.stringify(after(session));
  return [...values, ...logged(entry, trace.filter(isLog)), ...remembered(entry, session)];
}

const isLog = (line: string) => line.startsWith('log: ');

function open(entry: Entry, { turn, conversation, saidAt }: TurnOpened, time: number): void {
  if (entry.opened_at !== null) return;
  entry.bot_id ??= short(conversation.botId);
  entry.turn ??= turn;
  entry.opened_at = saidAt ?? time;
}

function track(entry: Entry, tracked: InputTracked, time: number): void {
  if (tracked.stage === 'delivered') {
    entry.turn ??= tracked.turn;
    entry.delivered_at ??= time;
    return;
  }
  if (entry.settled_at !== null) return;
  entry.code = tracked.code ?? null;
  if (tracked.stage === 'refused') {
    entry.settled_at = time;
    entry.outcome = 'refused';
    entry.pointer = shortOrNull(tracked.pointer);
    entry.bot_id ??= shortOrNull(tracked.botId);
    entry.door ??= tracked.door ?? null;
    entry.endpoint ??= shortOrNull(tracked.endpoint);
    return;
  }
  entry.settled_at = tracked.saidAt ?? time;
  entry.outcome = tracked.outcome;
  entry.note = tracked.note ?? null;
  entry.turn ??= tracked.turn ?? null;
}

function after({ number, version, stack, waiting, webView, variables }: Session): SessionAfter {
  return {
    number,
    version,
    stack: stack.map(({ dialog, interaction }) => ({ dialog, interaction })),
    waiting: waiting && { id: waiting.id, kind: waiting.kind, for: waiting.for, ms: waiting.ms },
    webView: Object.keys(webView),
    variables: Object.keys(variables),
  };
}
