import { type InputReceived, limits, type Reply, type Session } from '@backchannel/contracts';
import type { Entry, Value } from './entry.ts';

/** What an input brought, without what is known of it anyway. What a newer door adds counts as a value. */
export function brought(entry: Entry, input: InputReceived): readonly Value[] {
  const values = Object.entries(input).filter(([name, value]) => value !== undefined && !known.has(name));
  return values.length === 0 ? [] : [valueOf(entry, 'input', Object.fromEntries(values))];
}

const known: ReadonlySet<string> = new Set(
  'kind inputId conversationId botId bot at key redrives endpoint target busy hidden linkUntil deadline'.split(' '),
);

/** Replies that nobody has seen before. */
export function replied(entry: Entry, replies: readonly Reply[], before: number): readonly Value[] {
  return replies.length === 0 ? [] : [{ ...valueOf(entry, 'replies', replies), place: before }];
}

/** What scripts have written: it may be anything. */
export function logged(entry: Entry, lines: readonly string[]): readonly Value[] {
  return lines.length === 0 ? [] : [valueOf(entry, 'log', lines)];
}

/** What a session knows, unless it is too much. */
export function remembered(entry: Entry, session: Session | null): readonly Value[] {
  if (!session) return [];
  const value = valueOf(entry, 'session', { webView: session.webView, variables: session.variables });
  return Buffer.byteLength(value.value) > limits.journalSessionBytes ? [] : [value];
}

function valueOf({ id, conversation_id }: Entry, what: Value['what'], value: unknown): Value {
  return { conversation_id, input_id: id, what, place: 0, value: JSON.stringify(value) };
}
