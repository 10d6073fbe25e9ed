import {
  type DoorName,
  InputReceived as Input,
  type InputReceived,
  InputTracked,
  limits,
  type Session,
  TurnAnswered,
  TurnOpened,
} from '@backchannel/contracts';
import type { SessionAfter } from '@backchannel/contracts/admin';
import type { Received } from '@backchannel/messaging';
import type { JournalTables } from './journal.tables.ts';

export type Entry = JournalTables['journal_inputs'];
export type Value = JournalTables['journal_values'];

/** What a record is about; null: it is about no input. An input that can't be read is still named by its headers. */
export function subjectOf(record: Received): Subject | null {
  const { conversation: conversationId, id, type } = record.envelope;
  if (conversationId === undefined || !types.has(type)) return null;
  if (type === Input.type) return id === '' ? null : { inputId: id, conversationId };
  if (!record.event) return null;
  const data = record.event.data as TurnOpened | TurnAnswered | InputTracked;
  return { inputId: 'input' in data ? (data as TurnOpened).input.inputId : String(data.inputId), conversationId };
}

export interface Subject {
  readonly inputId: string;
  readonly conversationId: string;
}

const types: ReadonlySet<string> = new Set([Input.type, TurnAnswered.type, TurnOpened.type, InputTracked.type]);

/** What is known of an input before anything is. */
export function emptyEntry({ inputId, conversationId }: Subject): Entry {
  return { ...nothing, id: inputId, conversation_id: conversationId };
}

const nothing = {
  bot_id: null,
  at: Number.MAX_SAFE_INTEGER,
  door: null,
  kind: null,
  endpoint: null,
  turn: null,
  accepted_at: null,
  dedupe: null,
  redrives: null,
  names: null,
  replied_at: null,
  answered_at: null,
  failed: null,
  leaves: null,
  replies: null,
  notes: null,
  trace: null,
  session: null,
  opened_at: null,
  settled_at: null,
  outcome: null,
  code: null,
  pointer: null,
  note: null,
  delivered_at: null,
};

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
  entry.dedupe = input.key ?? null;
  entry.redrives = input.redrives ?? null;
  // It was sent to this bot, whoever the conversation is with.
  if (typeof input.botId === 'string') entry.bot_id = input.botId;
  if (input.kind === 'posted') {
    entry.endpoint = input.endpoint ?? null;
    entry.names = JSON.stringify(Object.keys(input.variables));
  }
  const value = brought(input);
  return Object.keys(value).length === 0 ? [] : [valueOf(entry, 'input', value)];
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

/** What an input brought, without what is known of it anyway. What a newer door adds counts as a value. */
function brought(input: InputReceived): Record<string, unknown> {
  const all: Record<string, unknown> = { ...input };
  for (const name of known) delete all[name];
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

const known = [
  ...['kind', 'inputId', 'conversationId', 'botId', 'bot', 'at', 'key', 'redrives'],
  ...['endpoint', 'target', 'busy', 'hidden', 'linkUntil', 'deadline'],
];

/** An answer comes in parts, each with all replies so far; what is new of each counts, until the end. */
function answer(entry: Entry, answered: TurnAnswered, time: number): readonly Value[] {
  if (entry.answered_at !== null) return [];
  const { turn, replies, final, failed, leaves, notes = [], trace = [], session, conversation } = answered;
  entry.bot_id ??= conversation.botId;
  entry.turn ??= turn;
  const before = JSON.parse(entry.replies ?? '[]') as { id: string; type: string }[];
  const ids = new Set(before.map(({ id }) => id));
  const fresh = replies.filter(({ id }) => !ids.has(id) && ids.add(id));
  entry.replies = JSON.stringify([...before, ...fresh.map(({ id, type }) => ({ id, type }))]);
  const values = fresh.length === 0 ? [] : [valueOf(entry, 'replies', fresh, before.length)];
  if (!final) {
    entry.replied_at ??= time;
    return values;
  }
  entry.answered_at = time;
  entry.failed = failed ? 1 : 0;
  entry.leaves = leaves;
  // What scripts have written may be anything: it counts as a value.
  const [log, steps] = [trace.filter(isLog), trace.filter((line) => !isLog(line))];
  entry.trace = JSON.stringify(steps);
  entry.notes = JSON.stringify(notes);
  entry.session = session && JSON.stringify(after(session));
  if (log.length > 0) values.push(valueOf(entry, 'log', log));
  if (session) values.push(...variablesOf(entry, session));
  return values;
}

const isLog = (line: string) => line.startsWith('log: ');

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

function variablesOf(entry: Entry, { webView, variables }: Session): Value[] {
  const value = valueOf(entry, 'session', { webView, variables });
  return Buffer.byteLength(value.value) > limits.journalSessionBytes ? [] : [value];
}

function open(entry: Entry, { turn, conversation, saidAt }: TurnOpened, time: number): void {
  if (entry.opened_at !== null) return;
  entry.bot_id ??= conversation.botId;
  entry.turn ??= turn;
  entry.opened_at = saidAt ?? time;
}

function track(entry: Entry, tracked: InputTracked, time: number): void {
  if (tracked.botId !== undefined) entry.bot_id ??= tracked.botId;
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
    entry.pointer = tracked.pointer ?? null;
    entry.door ??= tracked.door ?? null;
    entry.endpoint ??= tracked.endpoint ?? null;
    return;
  }
  entry.settled_at = tracked.saidAt ?? time;
  entry.outcome = tracked.outcome;
  entry.note = tracked.note ?? null;
  entry.turn ??= tracked.turn ?? null;
}

function valueOf({ id, conversation_id }: Entry, what: Value['what'], value: unknown, place = 0): Value {
  return { conversation_id, input_id: id, what, place, value: JSON.stringify(value) };
}

/** Takes away what an entry tells of a person, and of what was said. */
export function bare(entry: Entry): void {
  Object.assign(entry, erased);
}

/** What is left of an entry's columns when its conversation is erased. */
export const erased = { names: null, notes: null, trace: null, session: null } as const;
