import { z } from 'zod';
import type { Message } from './chat.ts';
import { TurnAnswered } from './conversation.ts';
import type { Envelope, Event } from './event.ts';

// The transcript is made from `turn.answered` alone (design: "The log decides", "The transcript is made from …"): every
// reader of the log makes the same lines of it, with the same numbers.

/** How far a transcript has come. */
export const Standing = z.object({
  /** The last turn that was finished. */
  turn: z.int(),
  /** The number of the last message. */
  head: z.int(),
  /** What has been shown of the turn after that, when it is answered in parts. */
  open: z.object({ turn: z.int(), shown: z.array(z.string()) }).nullable(),
  /** What the conversation is after the last turn. */
  leaves: TurnAnswered.schema.shape.leaves,
});
export type Standing = Readonly<z.infer<typeof Standing>>;

/** Nothing more is said in a conversation that was left so. */
export const isOver = (leaves: TurnAnswered['leaves']): boolean => leaves === 'closed' || leaves === 'erased';

/** Before the first answer. */
export const beginning: Standing = { turn: 0, head: 0, open: null, leaves: 'open' };

/** An answer as far as it can be read: its headers name the turn even when nothing else of it can be. */
export interface HeardAnswer {
  readonly turn: number;
  readonly final: boolean;
  /** By the log's record, the same for every reader. */
  readonly at: number;
  readonly content: TurnAnswered | null;
}

/** The answer in a record of the log. No turn has the number 0: one whose headers are lost as well changes nothing. */
export function answerIn({ event, envelope }: { envelope: Envelope; event?: Event | undefined }): HeardAnswer {
  const { time: at, turn = 0, final = false } = envelope;
  if (!event) return { turn, final: final && turn > 0, at, content: null };
  // The broker has read it with the schema of its type.
  const content = event.data as TurnAnswered;
  return { turn: content.turn, final: content.final, at, content };
}

/** A line, and the input and turn that it came of. */
export interface Line {
  readonly message: Message;
  readonly inputId: string;
  readonly turn: number;
}

/** What an answer makes of a transcript: of two answers to a turn the first that ends it counts, and with it every part that came before. */
export function grow(standing: Standing, answer: HeardAnswer): { standing: Standing; lines: readonly Line[] } {
  const unchanged = { standing, lines: [] };
  if (!isHeeded(standing, answer)) return unchanged;

  const { turn, final, at, content } = answer;
  if (!content) return final ? { standing: { ...standing, turn, open: null }, lines: [] } : unchanged;
  if (final && content.leaves === 'erased') {
    return { standing: { turn, head: 0, open: null, leaves: 'erased' }, lines: [] };
  }
  const known = standing.open?.turn === turn ? standing.open.shown : [];
  const messages = fresh(content, { known: new Set(known), at });
  const leaves = final ? content.leaves : standing.leaves;
  if (leaves === 'closed' && standing.leaves !== 'closed') {
    messages.push({ id: `${turn}:closed`, from: 'bot', at, type: 'closed' });
  }
  const lines = messages.map((message, place) => ({
    message: { ...message, seq: standing.head + place + 1 },
    inputId: content.inputId,
    turn,
  }));
  const shown = [...known, ...messages.map(({ id }) => id)];
  const after = final ? { turn, open: null } : { turn: standing.turn, open: { turn, shown } };
  return { standing: { ...after, head: standing.head + lines.length, leaves }, lines };
}

/**
 * Where nothing is known of a conversation, its log begins here: with turn 1, or, when it has lost its beginning, with
 * the first answer that ends a turn.
 */
function isHeeded(standing: Pick<Standing, 'turn'>, { turn, final }: Pick<HeardAnswer, 'turn' | 'final'>): boolean {
  return turn === standing.turn + 1 || (standing.turn === 0 && final);
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
