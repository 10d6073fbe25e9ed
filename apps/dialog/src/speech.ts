import { limits, type Reply } from '@backchannel/contracts';
import { escapeHtml, harmless, hasTags, withoutTags } from './markup.ts';
import { split } from './split.ts';
import { fill, type Resolve } from './template.ts';

/** A reply that nobody has given its id yet. */
export type Unsent = Omit<Reply, 'id'>;

const pause = /tag::breakWithDelay=(\d+)/;

/** An author's text, as messages of at most so many characters. What fills its placeholders never becomes a tag or a pause. */
export function filledMessages(template: string, resolve: Resolve, most: number): Unsent[] {
  const rich = hasTags(template);
  return inPieces(template, (piece) => {
    if (!rich) return plainMessages(fill(piece, resolve), most);
    const html = fill(piece, resolve, escapeHtml);
    return html.trim() === '' ? [] : [richMessage(html)];
  });
}

/** A text of a script, where nobody can tell any more what is whose: its tags are made harmless. */
export function messagesOf(text: string, most: number): Unsent[] {
  return inPieces(text, (piece) => (hasTags(piece) ? [richMessage(piece)] : plainMessages(piece, most)));
}

/** Pieces of a text that are said with a pause between (Conversation Builder, `tag::breakWithDelay`). */
function inPieces(text: string, say: (piece: string) => Unsent[]): Unsent[] {
  const [first = '', ...rest] = text.split(pause);
  const messages = first.trim() === '' ? [] : say(rest.length > 0 ? first.trim() : first);
  for (let place = 0; place < rest.length; place += 2) {
    const piece = rest[place + 1]?.trim() ?? '';
    const [next, ...others] = piece === '' ? [] : say(piece);
    if (next) messages.push({ ...next, delayMs: Math.min(Number(rest[place]), limits.delayMs) }, ...others);
  }
  return messages;
}

const plainMessages = (text: string, most: number): Unsent[] =>
  split(text, most).map((piece) => ({ type: 'text', text: piece }));

function richMessage(text: string): Unsent {
  const html = harmless(text);
  return { type: 'text', text: withoutTags(html), html };
}
