import { linkAddress } from '../page/address.ts';

export type Piece = string | { readonly text: string; readonly href: string };

// Each can only begin where a word begins, so that no text takes longer than its length: texts are not always the author's.
const link =
  /(?<![\w@.+-])(?:(?:https?:\/\/|www\.)[^\s<>"]+|(?:mailto|tel):[^\s<>"]+|[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?![\w-])|\+\d[\d\s()/-]{5,20}\d(?!\d))/gi;

/** A plain text, with the addresses in it to be tapped. Put together again it is the text. */
export function linkPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let read = 0;
  for (const { 0: found, index } of text.matchAll(link)) {
    const shown = withoutEnd(found);
    const href = linkAddress(addressOf(shown));
    if (href === null) continue;
    if (index > read) pieces.push(text.slice(read, index));
    pieces.push({ text: shown, href });
    read = index + shown.length;
  }
  if (read < text.length) pieces.push(text.slice(read));
  return pieces;
}

function addressOf(shown: string): string {
  if (/^(?:https?|mailto|tel):/i.test(shown)) return shown;
  if (shown.startsWith('+')) return `tel:${shown.replaceAll(/[^+\d]/g, '')}`;
  return shown.includes('@') && !/^www\./i.test(shown) ? `mailto:${shown}` : `https://${shown}`;
}

/** What ends a sentence does not belong to the address; nor does a bracket that was opened before it. */
function withoutEnd(found: string): string {
  const tooMany = new Map(
    ['()', '[]', '{}'].map(([opening = '', closing = '']) => [closing, count(found, closing) - count(found, opening)]),
  );
  let end = found.length;
  for (; end > 0; end -= 1) {
    const last = found[end - 1] ?? '';
    const closing = tooMany.get(last);
    if (closing === undefined ? !".,;:!?'*_…”’»“‘«،؛؟。，！？".includes(last) : closing <= 0) break;
    if (closing !== undefined) tooMany.set(last, closing - 1);
  }
  return found.slice(0, end);
}

const count = (text: string, one: string) => text.split(one).length - 1;
