import { type Json, type Message, TurnAnswered } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import type { Decision, Need, Rules } from '@backchannel/projection';
import { callEndedBy, callOf, over } from './page-call.ts';
import { parseShowing, type Row, type Showing, transcript } from './showing.ts';

/** What an answer makes of a transcript. */
export interface Shown {
  readonly showing: Showing;
  readonly rows: readonly Row[];
}

/** An answer as far as it can be read: its headers name the turn even when nothing else of it can be. */
export interface Answer {
  readonly turn: number;
  readonly final: boolean;
  /** By the log's record, the same for every reader. */
  readonly at: number;
  readonly content: TurnAnswered | null;
}

/** The transcript is made from `turn.answered` alone (design: "The log decides", "The transcript is made from …"). */
export const rules: Rules<Showing> = {
  needs,
  parse: parseShowing,
  decide,
  unfoldable: ({ state }, { envelope }) => ({ state: show(state, answerAsNamed(envelope)).showing }),
};

function needs(record: Received): Need | null {
  const { type, conversation, key } = record.envelope;
  return type === TurnAnswered.type || callEndedBy(record) !== null ? { key: conversation ?? key } : null;
}

function decide({ state }: { readonly state: Showing }, record: Received): Decision<Showing> {
  const ended = callEndedBy(record);
  if (ended !== null) return { state: state.call?.id === ended ? { ...state, call: over(state.call) } : state };

  const { showing, rows } = show(state, answerIn(record));
  if (showing.leaves === 'erased' && state.leaves !== 'erased') return { state: showing, changes: [{ forget: true }] };
  return { state: showing, changes: rows.map((row) => ({ push: transcript, row: json(row) })) };
}

export function answerIn({ event, envelope }: Received): Answer {
  if (!event) return answerAsNamed(envelope);
  // The broker has read it with the schema of its type.
  const content = event.data as TurnAnswered;
  return { turn: content.turn, final: content.final, at: envelope.time, content };
}

/** No turn has the number 0: an answer whose headers are lost as well changes nothing. */
function answerAsNamed({ turn = 0, final = false, time }: Received['envelope']): Answer {
  return { turn, final: final && turn > 0, at: time, content: null };
}

/** Of two answers to a turn the first that ends it counts, and with it every part that came before. */
export function show(showing: Showing, answer: Answer): Shown {
  if (!isHeeded(showing, answer)) return { showing, rows: [] };

  const { turn, final, at, content } = answer;
  if (!content) return { showing: final ? { ...showing, turn, open: null, call: null } : showing, rows: [] };
  if (final && content.leaves === 'erased') {
    return { showing: { turn, head: 0, open: null, call: null, leaves: 'erased' }, rows: [] };
  }
  const known = showing.open?.turn === turn ? showing.open.shown : [];
  const messages = fresh(content, { known: new Set(known), at });
  const leaves = final ? content.leaves : showing.leaves;
  if (leaves === 'closed' && showing.leaves !== 'closed') {
    messages.push({ id: `${turn}:closed`, from: 'bot', at, type: 'closed' });
  }
  const rows = messages.map((message, place) => ({
    message: { ...message, seq: showing.head + place + 1 },
    inputId: content.inputId,
    turn,
  }));
  const shown = [...known, ...messages.map(({ id }) => id)];
  const after = final
    ? { turn, open: null, call: callOf(content, showing.call, at) }
    : { turn: showing.turn, open: { turn, shown }, call: over(showing.call) };
  return { showing: { ...after, head: showing.head + rows.length, leaves }, rows };
}

/**
 * Where nothing is known of a conversation, its log begins here: with turn 1, or, when it has lost its beginning, with
 * the first answer that ends a turn.
 */
function isHeeded(showing: Showing, { turn, final }: Answer): boolean {
  return turn === showing.turn + 1 || (showing.turn === 0 && final);
}

type Unnumbered = Omit<Message, 'seq'> & Pick<Message, 'id' | 'from' | 'at' | 'type'>;

/** The input's message, which has the input's id, then the replies: each that is not known yet, once. */
function fresh(content: TurnAnswered, { known, at }: { known: Set<string>; at: number }): Unnumbered[] {
  const { inputId, message, replies, final } = content;
  const asked = message ? [{ type: 'text', ...message, id: inputId }] : [];
  // Private ones are for agents. A page call can be claimed once its answer is final, and tabs claim it when they see it.
  const forPerson = replies.filter(({ type }) => type !== 'private' && (final || type !== 'page_call'));
  const said = forPerson.map((reply) => ({ ...reply, from: 'bot' as const, at }));
  return [...asked, ...said].filter(({ id }) => !known.has(id) && known.add(id));
}

/** It came out of JSON; only its type has forgotten that. */
const json = (row: Row) => row as unknown as Json;
