import { forgettingIn, InputReceived, InputTracked, TurnAnswered, TurnOpened } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import type { JournalTables } from './journal.tables.ts';
import { short } from './short.ts';

export type Entry = JournalTables['journal_inputs'];
export type Value = JournalTables['journal_values'];
/** What the values of an entry are found by. */
export type Named = Pick<Entry, 'id' | 'conversation_id'>;

export interface Subject {
  readonly inputId: string;
  readonly conversationId: string;
}

/** What a record is about; null: it is about no input of the journal. An input that can't be read is still named by its headers. */
export function subjectOf(record: Received): Subject | null {
  const { conversation, id, type } = record.envelope;
  if (conversation === undefined || !types.has(type)) return null;
  const isInput = type === InputReceived.type;
  if (isInput && record.event && forgettingIn(record.event.data as InputReceived) !== null) return null;
  const inputId = isInput ? id : inputIn(record);
  return inputId === '' ? null : { inputId: short(inputId), conversationId: short(conversation) };
}

const types: ReadonlySet<string> = new Set([InputReceived.type, TurnAnswered.type, TurnOpened.type, InputTracked.type]);

function inputIn({ event }: Received): string {
  if (!event) return '';
  if (event.type === TurnOpened.type) return (event.data as TurnOpened).input.inputId;
  return (event.data as TurnAnswered | InputTracked).inputId;
}

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

/** Takes away what an entry tells of a person, and of what was said. */
export function bare(entry: Entry): void {
  Object.assign(entry, erased);
}

/** What is left of an entry's columns when its conversation is erased. */
export const erased = { names: null, notes: null, trace: null, session: null } as const;
