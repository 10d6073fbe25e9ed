import { linkAddress } from '../page/address.ts';

type Tag = 'p' | 'br' | 'strong' | 'b' | 'i' | 'ul' | 'ol' | 'li' | 'a';

/** A part of a rich text: words, or an element that chats show. Nothing else can be made of any text. */
export type Part = string | Marked;
interface Marked {
  readonly tag: Tag;
  /** Only of links, and only where it is safe to go. */
  readonly href?: string;
  readonly parts: Part[];
}

const token = /<(\/?)(p|br|strong|b|i|ul|ol|li|a)((?:\s[^<>]*)?)\/?>/gi;
const target = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const blocks: readonly (string | undefined)[] = ['p', 'ul', 'ol', 'li'];

/** Reads what the server has left of a bot's tags. What it can't read is text. */
export function richParts(html: string): Part[] {
  const root: Part[] = [];
  const open: { tag: Tag | null; parts: Part[] }[] = [{ tag: null, parts: root }];
  const inside = () => open.at(-1)?.parts ?? root;
  let read = 0;
  const text = (end: number) => {
    const words = unescaped(html.slice(read, end));
    if (words !== '') inside().push(words);
  };
  for (const match of html.matchAll(token)) {
    const [all, closes, name = '', attributes = ''] = match;
    const tag = name.toLowerCase() as Tag;
    const place = closes ? open.findLastIndex((one) => one.tag === tag) : -1;
    // Closes nothing: it is no tag.
    if (closes && place < 1) continue;
    text(match.index);
    read = match.index + all.length;
    if (closes) {
      open.length = place;
      continue;
    }
    // A link in a link ends it.
    const around = tag === 'a' ? open.findLastIndex((one) => one.tag === tag) : -1;
    if (around > 0) open.length = around;
    const element = elementOf(tag, attributes);
    inside().push(element);
    // Deeper than anybody writes: what follows stands beside it.
    if (tag !== 'br' && open.length < 20) open.push(element);
  }
  text(html.length);
  return tidy(root, true);
}

function elementOf(tag: Tag, attributes: string): Marked {
  if (tag !== 'a') return { tag, parts: [] };
  const [, double, single] = target.exec(attributes) ?? [];
  const href = linkAddress(unescaped(double ?? single ?? ''));
  return href === null ? { tag, parts: [] } : { tag, href, parts: [] };
}

/** Line breaks between blocks are the author's way of writing, not of speaking. */
function tidy(parts: readonly Part[], isBlock: boolean): Part[] {
  const isBlockAt = (place: number) => {
    const part = parts[place];
    return part === undefined ? isBlock : typeof part === 'object' && blocks.includes(part.tag);
  };
  return parts.flatMap((part, place): Part[] => {
    if (typeof part === 'object') return [{ ...part, parts: tidy(part.parts, blocks.includes(part.tag)) }];
    const start = isBlockAt(place - 1) ? part.trimStart() : part;
    const words = isBlockAt(place + 1) ? start.trimEnd() : start;
    return words === '' ? [] : [words];
  });
}

const names: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: '\u00a0' };

function unescaped(html: string): string {
  return html.replaceAll(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,4});/gi, (all, name: string) => {
    if (!name.startsWith('#')) return names[name.toLowerCase()] ?? all;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
